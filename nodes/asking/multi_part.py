"""A component in several answers: each continues where the last one ended, until none is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nodes.asking.findings import MAX_SHOWN_TOKENS
from nodes.asking.needed import needed_files, wanted_paths
from nodes.asking.role import Asker
from nodes.asking.room import Room
from workbench.llm.blocks import Block
from workbench.llm.limits import MAX_NEEDS, MAX_PARTS
from workbench.workspace.edits import CHANGES

# Give up on a component that is incomplete after this many answers.


@dataclass(frozen=True)
class WholeAnswer:
    """What a coder answered in all its parts; `problem` says why it is not whole."""

    blocks: list[Block]
    complaints: list[str]
    problem: str = ""


async def ask_in_parts(
    asker: Asker,
    template: str,
    blocks: Sequence[Block],
    files: Mapping[str, bytes],
    **values: object,
) -> WholeAnswer:
    """Asks until an answer ends without a block `more`, at most `MAX_PARTS` times.

    An answer that asks for some of `files` first is shown them, at most `MAX_NEEDS` times. Raises
    `ModelFailed`, `BudgetReached`, `BrokenRecording`, `NotRecorded`.
    """
    complaints: list[str] = []
    written: dict[str, list[Block]] = {}
    further: list[Block] = []
    needed: list[Block] = []
    needs = part = 0
    while part < MAX_PARTS:
        answer = await asker.ask(template, [*blocks, *needed, *further], part=part, **values)
        complaints += answer.complaints
        if answer.problem:
            problem = f"the answer cannot be read: {answer.problem}"
            return WholeAnswer(_all(written), complaints, problem)
        wanted = wanted_paths(answer.blocks)
        if wanted and needs < MAX_NEEDS:
            needs += 1
            known = {path: text for path, text in files.items() if path not in written}
            needed += needed_files(wanted, known, [*blocks, *needed])
            continue
        if wanted and not any(block.kind in CHANGES for block in answer.blocks):
            problem = f"it asked for files more than {MAX_NEEDS} times"
            return WholeAnswer(_all(written), complaints, problem)
        part += 1
        for block in answer.blocks:
            if block.kind in CHANGES:
                _take(written, block)
        missing = [block.text.strip() for block in answer.blocks if block.kind == "more"]
        if not missing:
            return WholeAnswer(_all(written), complaints)
        further = [
            Block("written", "\n".join(sorted(written))),
            *_shown(written),
            Block("missing", "\n".join(missing)),
        ]
    problem = f"not whole after {MAX_PARTS} answers; missing: {', '.join(missing)}"
    return WholeAnswer(_all(written), complaints, problem)


def _take(written: dict[str, list[Block]], block: Block) -> None:
    """A whole or deleted file replaces what was sent for it before; an edit is added to it."""
    if block.kind == "edit":
        written.setdefault(block.path, []).append(block)
    else:
        written[block.path] = [block]


def _all(written: dict[str, list[Block]]) -> list[Block]:
    return [block for blocks in written.values() for block in blocks]


def _shown(written: dict[str, list[Block]]) -> list[Block]:
    """The files written last, as many as the limit allows: the rest builds on them."""
    shown = []
    room = Room(MAX_SHOWN_TOKENS)
    for block in reversed(_all(written)):
        if not room.takes(block.text):
            break
        shown.append(Block(block.kind, block.text, {"path": block.path}))
    return shown[::-1]
