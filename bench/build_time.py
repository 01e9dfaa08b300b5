"""How long a build takes, as a ratio to the bare commands on the same result in the same run.

python -m bench.build_time
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.afresh import without_cached_results
from nodes.workstation import toolchains_of
from stackwright import abuild
from workbench.host.folders import data_folders
from workbench.host.process import Command, run_checked

REQUEST = "A notes app"
BARE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("backend", ("go", "build", "./...")),
    ("backend", ("go", "vet", "./...")),
    ("backend", ("go", "test", "-race", "-count=1", "./...")),
    ("frontend", ("npm", "ci")),
    ("frontend", ("npm", "run", "types")),
    ("frontend", ("npm", "test")),
    ("frontend", ("npm", "run", "build")),
)


@dataclass(frozen=True)
class BuildTime:
    """Seconds of one build, and of each bare command on its result."""

    build: float
    bare: tuple[tuple[str, float], ...]

    @property
    def ratio(self) -> float:
        """How many times the bare commands, one after the other, a whole build takes."""
        return self.build / sum(seconds for _, seconds in self.bare)


async def time_bare(folder: Path) -> tuple[tuple[str, float], ...]:
    """Runs the commands that anyone would run by hand. Raises `CommandFailed`."""
    environment = (await toolchains_of(data_folders())).environment
    times = []
    for component, argv in BARE:
        finished = await run_checked(Command(argv, folder / component, environment))
        times.append((" ".join(argv), finished.seconds))
    return tuple(times)


async def measure() -> BuildTime:
    """Builds once to warm the caches, then once against the clock; every gate is measured in both."""
    with tempfile.TemporaryDirectory() as folder:
        with without_cached_results():
            await abuild(REQUEST, out=Path(folder) / "warm")
        with without_cached_results():
            started = time.monotonic()
            result = await abuild(REQUEST, out=Path(folder) / "timed")
            seconds = time.monotonic() - started
            return BuildTime(seconds, await time_bare(result.out))


def main() -> None:
    """Prints the table."""
    measured = asyncio.run(measure())
    for name, seconds in measured.bare:
        print(f"{seconds:8.1f} s  {name}")
    print(f"{sum(seconds for _, seconds in measured.bare):8.1f} s  bare commands together")
    print(f"{measured.build:8.1f} s  stackwright build, with every gate")
    print(f"{measured.ratio:8.2f}    ratio")


if __name__ == "__main__":
    main()
