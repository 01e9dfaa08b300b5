"""Ends a command that uses up more than it may. Only the standard library: see `supervisor`."""

import os
import time
from collections.abc import Sequence

from workbench.host.sandbox.usage import (
    TooManyFiles,
    bytes_below,
    family_of,
    memory_of,
    nameless_bytes,
    temporary_bytes,
)

DISK_SECONDS = 2.0
MIB = 1 << 20


class Watch:
    """The limits of one command, each 0 for none, and what it has used so far.

    `folders` are those whose size is limited, apart from what is `kept`, which it can only read;
    `temporary` are the places of file systems in memory that are its own.
    """

    def __init__(
        self,
        *,
        memory: int,
        processes: int,
        output: int,
        quiet: float,
        disk: int,
        folders: Sequence[str],
        kept: Sequence[str] = (),
        temporary: Sequence[str] = (),
    ) -> None:
        self.memory = memory
        self.processes = processes
        self.output = output
        self.quiet = quiet
        self.disk = disk
        self.folders = folders
        self.kept = frozenset(kept)
        self.temporary = temporary
        now = time.monotonic()
        self._printed, self._printed_at, self._measured_at = 0, now, now

    def excess(self) -> str:
        """The limit that is passed, with what was measured; empty when there is none."""
        family = family_of(os.getpid())
        return self._crowd(family) or self._noise() or self._fullness(family)

    def _crowd(self, family: list[int]) -> str:
        if self.processes and len(family) > self.processes:
            return f"it started {len(family)} processes; at most {self.processes} are allowed"
        if not self.memory:
            return ""
        used = memory_of(family, self.memory) + temporary_bytes(family, self.temporary)
        if used > self.memory:
            return f"it used {used // MIB} MiB of memory; {self.memory // MIB} MiB are allowed"
        return ""

    def _noise(self) -> str:
        printed = sum(os.fstat(stream).st_size for stream in (1, 2))
        now = time.monotonic()
        if printed != self._printed:
            self._printed, self._printed_at = printed, now
        if self.output and printed > self.output:
            return f"it printed {printed // MIB} MiB; {self.output // MIB} MiB are allowed"
        if self.quiet and now - self._printed_at > self.quiet:
            return f"it printed nothing for {self.quiet:g} s"
        return ""

    def _fullness(self, family: list[int]) -> str:
        now = time.monotonic()
        if not self.disk or now - self._measured_at < DISK_SECONDS:
            return ""
        try:
            used = sum(bytes_below(folder, self.kept) for folder in self.folders)
        except TooManyFiles:
            return "its folders hold more files, or deeper ones, than can be measured"
        used += nameless_bytes(family)
        self._measured_at = time.monotonic()
        if used > self.disk:
            return f"its folders hold {used // MIB} MiB; {self.disk // MIB} MiB are allowed"
        return ""
