"""Switches one mutant on in a copy of a binary that holds all of them.

The number of the mutant is in the binary itself, behind a marker that is random in each run.
There is no variable, argument or file descriptor by which tests could detect that they are being
measured: a copy with a mutant differs from one without by ten digits.
It costs one build for all mutants, and a copy of some megabytes for each run. (Linking a constant
anew with `-ldflags=-X` would take about a second for each mutant and each package.)
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

from workbench.errors import MeasurementError

SWITCHBOARD = Path(__file__).with_name("switchboard.go")
SWITCHBOARD_VALUES = Path(__file__).with_name("switchboard_values.go")
_DIGITS = 10
_PATH_BYTES = 240


class MarkerMissing(MeasurementError):
    """A binary does not contain the marker, so no mutant can be switched on in it."""


@dataclass(frozen=True)
class Switchboard:
    """The Go package that every mutant calls, under names that are random in each run."""

    package: str = field(default_factory=lambda: "x" + secrets.token_hex(4))
    marker: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def source(self) -> str:
        """The Go file of the package."""
        text = SWITCHBOARD.read_text().replace("package switchboard", f"package {self.package}")
        return text.replace("MARKER", self.marker)

    def link_flag(self, module: str, mutant: int) -> str:
        """The linker's flag with which a binary of the module has this mutant on."""
        number = str(mutant).rjust(_DIGITS, "0")
        return f"-X={module}/internal/{self.package}.settings={self.marker}{number}"

    @property
    def values(self) -> str:
        """The package's other file: the functions that the operators of calibration call."""
        text = SWITCHBOARD_VALUES.read_text()
        return text.replace("package switchboard", f"package {self.package}")

    @asynccontextmanager
    async def copy_of(
        self, binary: Path, *, mutant: int = 0, reach_log: Path | None = None
    ) -> AsyncIterator[Path]:
        """A copy of the binary with this mutant on; it writes the mutants it reaches to `reach_log`.

        `mutant` 0 is none. The copy has the binary's name, in a folder of its own beside it, and is
        gone after the block. Raises `MarkerMissing`.
        """
        folder = binary.parent / secrets.token_hex(4)
        try:
            yield await asyncio.to_thread(self._copy, binary, folder, mutant, reach_log)
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    def _copy(self, binary: Path, folder: Path, mutant: int, reach_log: Path | None) -> Path:
        log_path = os.fsencode(reach_log or "").ljust(_PATH_BYTES)
        assert len(log_path) == _PATH_BYTES, "the folder for temporary files has a very long path"
        folder.mkdir()
        target = folder / binary.name
        shutil.copy(binary, target)
        with target.open("r+b") as file:
            offset = file.read().find(self.marker.encode())
            if offset < 0:
                raise MarkerMissing(binary.name)
            file.seek(offset + len(self.marker))
            file.write(str(mutant).rjust(_DIGITS, "0").encode() + log_path)
        return target
