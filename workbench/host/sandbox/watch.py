"""Ends a command that uses up more than it may. Only the standard library: see `supervisor`."""

import os
import time
from collections.abc import Sequence

DISK_SECONDS = 2.0
# A tree with more entries than this is not measured to the end: the rest counts as nothing.
DISK_ENTRIES = 100_000
NOT_MEASURED = ("node_modules", "go-build", ".git")
MIB = 1 << 20


class Watch:
    """The limits of one command, each 0 for none, and what it has used so far."""

    def __init__(
        self,
        *,
        memory: int,
        processes: int,
        output: int,
        quiet: float,
        disk: int,
        folders: Sequence[str],
    ) -> None:
        self.memory = memory
        self.processes = processes
        self.output = output
        self.quiet = quiet
        self.disk = disk
        self.folders = folders
        now = time.monotonic()
        self._printed, self._printed_at, self._measured_at = 0, now, now

    def excess(self) -> str:
        """The limit that is passed, with what was measured; empty when there is none."""
        return self._crowd() or self._noise() or self._fullness()

    def _crowd(self) -> str:
        family = family_of(os.getpid())
        if self.processes and len(family) > self.processes:
            return f"it started {len(family)} processes; at most {self.processes} are allowed"
        used = sum(map(anonymous_bytes, family)) if self.memory else 0
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

    def _fullness(self) -> str:
        now = time.monotonic()
        if not self.disk or now - self._measured_at < DISK_SECONDS:
            return ""
        used = sum(map(bytes_below, self.folders))
        self._measured_at = time.monotonic()
        if used > self.disk:
            return f"its folders hold {used // MIB} MiB; {self.disk // MIB} MiB are allowed"
        return ""


def family_of(root: int) -> list[int]:
    """The living descendants of a process."""
    found: list[int] = []
    queue = [root]
    while queue:
        below = children_of(queue.pop())
        found += below
        queue += below
    return found


def children_of(pid: int) -> list[int]:
    """The processes that any thread of this one has started; none if the kernel lists none."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        return found
    return found


def anonymous_bytes(pid: int) -> int:
    """Memory of a process that no file backs; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            for line in file:
                if line.startswith(b"RssAnon:"):
                    return int(line.split()[1]) << 10
    except OSError:
        return 0
    return 0


def bytes_below(folder: str) -> int:
    """Bytes on disk of the files below a folder; links are not followed."""
    total, seen, queue = 0, 0, [folder]
    while queue and seen < DISK_ENTRIES:
        try:
            with os.scandir(queue.pop()) as entries:
                for entry in entries:
                    seen += 1
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in NOT_MEASURED:
                            queue.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * 512
        except OSError:
            continue
    return total
