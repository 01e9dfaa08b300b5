"""The README runner: a `ReadmeJob` as JSON on stdin, a `ReadmeReport` as JSON on stdout.

It is a separate process, so that it can have its own sandbox and network.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

from workbench.harness.http_client import is_served
from workbench.harness.readme.job import BlockOutcome, ReadmeJob, ReadmeReport, Section
from workbench.host.process import Command, Running, running
from workbench.progress.results import KEPT_OF_LOG

BLOCK_SECONDS = 300.0
ANSWER_SECONDS = 5.0
POLL_SECONDS = 0.05
_SETS_PAGE = re.compile(r"\bSTATIC_DIR=")


def main() -> None:
    job = ReadmeJob.model_validate_json(sys.stdin.read())
    report = asyncio.run(run_blocks(job))
    print(report.model_dump_json())


async def run_blocks(job: ReadmeJob) -> ReadmeReport:
    """Runs section by section; a block that serves runs until the section's end."""
    outcomes: list[BlockOutcome] = []
    for section in job.sections:
        outcomes += await _section(job, section)
        if outcomes and outcomes[-1].problem:
            break
    return ReadmeReport(outcomes=tuple(outcomes))


async def _section(job: ReadmeJob, section: Section) -> list[BlockOutcome]:
    outcomes: list[BlockOutcome] = []
    known: set[str] = set()
    async with AsyncExitStack() as stack:
        for block in section.blocks:
            pairs = [f"{name}={value}" for name, value in job.environment.items()]
            argv = (*job.prefix, "env", "-i", *pairs, "sh", "-ec", block)
            command = Command(argv, Path(job.folder))
            process = await stack.enter_async_context(running(command))
            outcomes.append(await _outcome(job, block, process, known))
            known |= set(outcomes[-1].served)
            if outcomes[-1].problem:
                break
    return outcomes


def served_by(job: ReadmeJob, block: str) -> dict[str, str]:
    """The addresses that count as an answer while a block runs, each with the media type that it must have.

    A server that is given the built page (`STATIC_DIR`) must hand it out.
    """
    if _SETS_PAGE.search(block):
        return {f"http://localhost:{job.api_port}/": "text/html"}
    return {
        f"http://localhost:{job.api_port}{job.api_path}": "application/json",
        f"http://localhost:{job.page_port}/": "text/html",
    }


async def _outcome(job: ReadmeJob, block: str, process: Running, known: set[str]) -> BlockOutcome:
    """Waits until the block ends or a new URL responds."""
    deadline = time.monotonic() + BLOCK_SECONDS
    media_types = served_by(job, block)
    while time.monotonic() < deadline:
        if not process.alive:
            finished = await asyncio.to_thread(process.wait, 5.0)
            problem = "" if finished.ok else f"it ended with exit code {finished.exit_code}"
            return BlockOutcome(
                block=block,
                exit_code=finished.exit_code,
                problem=problem,
                output=finished.output[-KEPT_OF_LOG:],
            )
        for url, media_type in media_types.items():
            if url not in known and await asyncio.to_thread(
                is_served, url, ANSWER_SECONDS, media_type
            ):
                return BlockOutcome(block=block, served=(url,))
        await asyncio.sleep(POLL_SECONDS)
    output = await asyncio.to_thread(process.output)
    problem = f"after {BLOCK_SECONDS:g} s it has neither ended nor responded on the ports it names"
    return BlockOutcome(block=block, problem=problem, output=output[-KEPT_OF_LOG:])


if __name__ == "__main__":
    main()
