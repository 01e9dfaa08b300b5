"""Programs that generated code might be: each is run as a gate would run it, with small limits."""

from __future__ import annotations

import asyncio
import re
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from bench.chaos.outcome import Outcome
from bench.chaos.surroundings import SECRET, Surroundings
from workbench.host.process import Command, Finished, run
from workbench.host.sandbox.containment import Containment
from workbench.host.sandbox.go_commands import go_environment, go_sandbox
from workbench.host.sandbox.policy import MIB, Limits
from workbench.host.toolchains import Toolchains

KIND = "programs"
INTERPRETERS = {
    "sh": ("sh", "-c"),
    "node": ("node", "-e"),
    "python": (sys.executable, "-I", "-c"),
}
LIMITS = Limits(
    memory_bytes=600 * MIB,
    processes=100,
    file_bytes=40 * MIB,
    disk_bytes=100 * MIB,
    output_bytes=20 * MIB,
    temporary_bytes=60 * MIB,
    open_files=512,
)
# One more interval of the watch passes before what is written is noticed.
MOST_WRITTEN = LIMITS.disk_bytes * 10


@dataclass(frozen=True)
class Program:
    """One entry of the table `programs.toml`, which explains the fields."""

    name: str
    language: str
    source: str
    prints: str = ""
    ended_for: str = ""
    timed_out: bool = False
    quiet_seconds: float = 0.0
    without_sandbox: bool = False

    def command_line(self, work: Path) -> tuple[str, ...]:
        if self.language == "go":
            (work / "main.go").write_text(self.source)
            return ("go", "run", "main.go")
        return INTERPRETERS[self.language] + (self.source,)


def programs() -> list[Program]:
    """The table."""
    text = Path(__file__).with_name("programs.toml").read_text()
    return [Program(**entry) for entry in tomllib.loads(text)["program"]]


async def try_program(
    program: Program, around: Surroundings, containment: Containment, toolchains: Toolchains
) -> Outcome:
    """Runs it, and looks at what it did to the host."""
    before = await asyncio.to_thread(around.state)
    finished = await _run(program, around, containment, toolchains)
    left = await asyncio.to_thread(around.left)
    files, caches = await asyncio.to_thread(around.changed, before)
    note = _unlike(program, finished)
    if around.reached:
        note = f"it reached a service of the host: {around.reached}"
    if _written(around.work) > MOST_WRITTEN:
        note = "it wrote more than it may"
    outcome = Outcome(
        KIND,
        program.name,
        survived=not note,
        sandbox=containment.bubblewrap is not None,
        processes=len(left),
        ports=await asyncio.to_thread(_listening, left),
        files=files,
        caches=caches,
        secrets=int(SECRET in finished.output),
        note=note,
    )
    for process in left:
        process.kill()
    return outcome


async def _run(
    program: Program, around: Surroundings, containment: Containment, toolchains: Toolchains
) -> Finished:
    sandbox = containment.sandbox(
        writable=(around.work,),
        readable=(around.outside / "cache", around.outside / "node_modules"),
        limits=replace(LIMITS, quiet_seconds=program.quiet_seconds),
    )
    environment = {**toolchains.environment, **around.variables}
    if program.language == "go":
        compiler = go_sandbox(containment, (around.work,), runs=("run",))
        sandbox = replace(compiler, limits=replace(LIMITS, memory_bytes=0, open_files=8192))
        environment |= go_environment(containment)
    argv = await asyncio.to_thread(program.command_line, around.work)
    timeout = 4 if program.timed_out else 240
    return await run(Command(argv, around.work, environment, timeout, sandbox=sandbox))


def _unlike(program: Program, finished: Finished) -> str:
    """How it ended, if that is not what must happen."""
    as_it_must = (
        re.search(program.prints, finished.stdout) is not None
        and program.ended_for in finished.stopped
        and bool(program.ended_for) == bool(finished.stopped)
        and program.timed_out == finished.timed_out
    )
    return "" if as_it_must else f"{finished.exit_code} {finished.output[-500:]!r}"


def _written(work: Path) -> int:
    return sum(path.lstat().st_size for path in work.iterdir())


def _listening(left: list[psutil.Process]) -> int:
    count = 0
    for process in left:
        try:
            found = process.net_connections(kind="tcp")
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        count += sum(each.status == psutil.CONN_LISTEN for each in found)
    return count
