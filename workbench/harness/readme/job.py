"""The job that the gate passes to the README runner, and the runner's report."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.progress.results import Record

_FENCE = re.compile(r"^```(?:sh|bash|shell|console)\s*$")


class Section(Record):
    """A heading and the shell blocks below it; they run together, as in several terminals."""

    title: str
    blocks: tuple[str, ...]


class ReadmeJob(Record):
    """The folder, the blocks to run, and the whole environment of every block.

    `prefix` is the command line that starts each block in a sandbox inside the runner's, or empty.
    """

    folder: str
    sections: tuple[Section, ...]
    environment: Mapping[str, str]
    api_port: int
    page_port: int
    api_path: str
    prefix: tuple[str, ...] = ()


class BlockOutcome(Record):
    """The outcome of a block; `served` holds the URLs that responded while it ran."""

    block: str
    exit_code: int | None = None
    served: tuple[str, ...] = ()
    problem: str = ""
    output: str = ""


class ReadmeReport(Record):
    """Every block's outcome, up to the first problem."""

    outcomes: tuple[BlockOutcome, ...]


def sections(readme: str) -> tuple[Section, ...]:
    """The headings of a README that have shell blocks below them, in order."""
    by_title: dict[str, list[str]] = {}
    title = ""
    block: list[str] | None = None
    for line in readme.splitlines():
        if block is not None:
            if line.strip() == "```":
                by_title.setdefault(title, []).append("\n".join(block))
                block = None
            else:
                block.append(line)
        elif heading := _heading(line):
            title = heading
        elif _FENCE.match(line):
            block = []
    return tuple(Section(title=title, blocks=tuple(blocks)) for title, blocks in by_title.items())


def _heading(line: str) -> str:
    """The text of a Markdown heading; empty for another line."""
    signs, _, title = line.partition(" ")
    return title.strip() if signs.strip("#") == "" and 1 <= len(signs) <= 6 else ""
