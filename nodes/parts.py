"""A side over several answers: each goes on where the last one ended, until nothing is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.state import BuildState, Usage, add_usage
from nodes.asking import ask_role
from nodes.findings import MAX_SHOWN_TOKENS
from workbench.llm.blocks import Block
from workbench.llm.endpoint import estimate_tokens

# A side of this size that is still not whole is a model that goes round in circles.
MAX_PARTS = 6
CHANGES = frozenset({"file", "edit", "delete"})


@dataclass(frozen=True)
class Side:
    """What a coder answered in all; `problem` says why it is not whole."""

    blocks: list[Block]
    complaints: list[str]
    usage: dict[str, Usage]
    problem: str = ""


async def ask_in_parts(
    state: BuildState, role: str, template: str, blocks: Sequence[Block], **values: object
) -> Side:
    """Asks until an answer ends without a block `more`, at most `MAX_PARTS` times.

    Raises `ModelFailed`, `BudgetReached`, `BrokenRecording`.
    """
    usage: dict[str, Usage] = {}
    complaints: list[str] = []
    written: dict[str, list[Block]] = {}
    going_on: list[Block] = []
    for part in range(MAX_PARTS):
        answer, spent = await ask_role(
            state, role, template, [*blocks, *going_on], before=usage, part=part, **values
        )
        usage = add_usage(usage, spent)
        complaints += answer.complaints
        if answer.problem:
            problem = f"the answer cannot be read: {answer.problem}"
            return Side(_all(written), complaints, usage, problem)
        for block in answer.blocks:
            if block.kind in CHANGES:
                _take(written, block)
        missing = [block.text.strip() for block in answer.blocks if block.kind == "more"]
        if not missing:
            return Side(_all(written), complaints, usage)
        going_on = [
            Block("written", "\n".join(sorted(written))),
            *_shown(written),
            Block("missing", "\n".join(missing)),
        ]
    problem = f"the side is not whole after {MAX_PARTS} answers; missing: {', '.join(missing)}"
    return Side(_all(written), complaints, usage, problem)


def _take(written: dict[str, list[Block]], block: Block) -> None:
    """A file sent whole, or deleted, stands for all that was said of it; an edit comes on top."""
    if block.kind == "edit":
        written.setdefault(block.path, []).append(block)
    else:
        written[block.path] = [block]


def _all(written: dict[str, list[Block]]) -> list[Block]:
    return [block for blocks in written.values() for block in blocks]


def _shown(written: dict[str, list[Block]]) -> list[Block]:
    """What was written last, first, within the limit: the rest builds on it."""
    shown = []
    room = MAX_SHOWN_TOKENS
    for block in reversed(_all(written)):
        room -= estimate_tokens(block.text)
        if room < 0:
            break
        shown.append(Block(block.kind, block.text, {"path": block.path}))
    return shown[::-1]
