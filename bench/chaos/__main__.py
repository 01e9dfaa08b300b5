"""Everything that is tried, and the page of what came of it.

python -m bench.chaos [--write docs/chaos.md]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bench.afresh import without_cached_results
from bench.chaos.answers import answers, try_answer
from bench.chaos.commands import commands, has_namespaces, try_command
from bench.chaos.documents import documents, plans, try_document, try_plan
from bench.chaos.left_files import DAMAGE, LEFT, try_damage, try_left
from bench.chaos.outcome import Outcome
from bench.chaos.page import page
from bench.chaos.programs import programs, try_program
from bench.chaos.surroundings import Surroundings, surroundings
from workbench.host.folders import data_folders
from workbench.host.sandbox.containment import SandboxMode, find_containment
from workbench.host.toolchains import find_toolchains

T = TypeVar("T")


def try_texts_and_files() -> Iterator[Outcome]:
    """Answers, documents, plans, files that tests leave, damaged packages."""
    yield from _each(answers(), try_answer)
    yield from _each(documents(), try_document)
    yield from _each(plans(), try_plan)
    yield from _each(LEFT, try_left)
    yield from _each(DAMAGE, try_damage)


def _each(table: Sequence[T], attempt: Callable[[T, Surroundings], Outcome]) -> Iterator[Outcome]:
    for entry in table:
        with tempfile.TemporaryDirectory() as folder, surroundings(Path(folder)) as around:
            yield attempt(entry, around)


def try_programs(mode: SandboxMode) -> Iterator[Outcome]:
    """All programs in the sandbox, or those of which something holds without one."""
    toolchains = asyncio.run(find_toolchains(data_folders()))
    containment = asyncio.run(find_containment(data_folders(), toolchains, mode))
    for program in programs():
        if mode != "off" or program.without_sandbox:
            with tempfile.TemporaryDirectory() as folder, surroundings(Path(folder)) as around:
                yield asyncio.run(try_program(program, around, containment, toolchains))


def try_commands() -> Iterator[Outcome]:
    """Commands in bad environments; those that need mounts of their own only where they can be."""
    for command in commands():
        if has_namespaces() or not command.namespace:
            with tempfile.TemporaryDirectory() as folder:
                yield try_command(command, Path(folder))


def try_kills() -> Iterator[Outcome]:
    """The whole kill matrix, in a process without threads."""
    argv = [sys.executable, "-m", "bench.chaos.kills"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Outcome(**json.loads(line))
    if process.returncode:
        raise SystemExit(f"the kill matrix ended with exit code {process.returncode}")


def everything() -> Iterator[Outcome]:
    """Every trial, in the order of the page."""
    yield from try_kills()
    yield from try_programs("required")
    yield from try_programs("off")
    yield from try_texts_and_files()
    yield from try_commands()


def main() -> None:
    """Prints each outcome and the table; exit code 1 if anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="the page")
    given = parser.parse_args()
    outcomes = []
    with without_cached_results():
        for outcome in everything():
            outcomes.append(outcome)
            said = "; ".join(outcome.problems) or "survived"
            print(f"{outcome.kind}: {outcome.name}: {said}", flush=True)
    text = page(outcomes)
    print(text)
    if given.write is not None:
        given.write.write_text(text)
    raise SystemExit(1 if any(outcome.problems for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
