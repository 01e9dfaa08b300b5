"""Switches one fault on in a copy of a binary that holds all of them.

The number of the fault stands in the binary itself, behind a marker that is random in each run.
There is no variable, no argument and no file descriptor that tests could look for, to assert
something only while they are measured: a copy with a fault differs from one without by ten digits.
It costs one build for all faults, and a copy of some megabytes for each run. (Linking a constant
anew with `-ldflags=-X` would take about a second for each fault and each package.)
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

SWITCHBOARD = Path(__file__).with_name("switchboard.go")
_DIGITS = 10
_PATH_BYTES = 240


class NoSwitch(Exception):
    """A binary does not hold the marker: nothing can be switched on in it."""


@dataclass(frozen=True)
class Switchboard:
    """The package that every planted fault asks, under names that are random in each run."""

    package: str = field(default_factory=lambda: "x" + secrets.token_hex(4))
    marker: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def source(self) -> str:
        """The Go file of the package."""
        text = SWITCHBOARD.read_text().replace("package switchboard", f"package {self.package}")
        return text.replace("MARKER", self.marker)

    @asynccontextmanager
    async def copy_of(
        self, binary: Path, *, fault: int = 0, notes: Path | None = None
    ) -> AsyncIterator[Path]:
        """A copy of the binary with this fault on; it writes the faults it reaches into `notes`.

        `fault` 0 is none. The copy has the binary's name, in a folder of its own beside it, and is
        gone after the block. Raises `NoSwitch`.
        """
        folder = binary.parent / secrets.token_hex(4)
        try:
            yield await asyncio.to_thread(self._copy, binary, folder, fault, notes)
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    def _copy(self, binary: Path, folder: Path, fault: int, notes: Path | None) -> Path:
        named = os.fsencode(notes or "").ljust(_PATH_BYTES)
        assert len(named) == _PATH_BYTES, "the folder for temporary files has a very long path"
        folder.mkdir()
        target = folder / binary.name
        shutil.copy(binary, target)
        with target.open("r+b") as file:
            place = file.read().find(self.marker.encode())
            if place < 0:
                raise NoSwitch(binary.name)
            file.seek(place + len(self.marker))
            file.write(str(fault).rjust(_DIGITS, "0").encode() + named)
        return target
