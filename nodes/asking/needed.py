"""Files that a model asks to see before it answers: a block `need` with their paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nodes.asking.room import Room
from workbench.llm.blocks import Block

# What the files that one answer asks for may cost.
MAX_NEEDED_TOKENS = 24_000


def wanted_paths(blocks: Sequence[Block]) -> list[str]:
    """The paths that an answer asks for; none if it has no block `need`."""
    return " ".join(block.text for block in blocks if block.kind == "need").split()


def needed_files(
    paths: Sequence[str], files: Mapping[str, bytes], shown: Sequence[Block]
) -> list[Block]:
    """The files asked for, as far as they are there and the limit allows, and what was not."""
    seen = {block.path for block in shown}
    room = Room(MAX_NEEDED_TOKENS)
    found: list[Block] = []
    said: list[str] = []
    for path in dict.fromkeys(paths):
        content = files.get(path)
        text = "" if content is None else content.decode("utf-8", "replace")
        if path in seen:
            continue
        if content is None:
            said.append(f"{path}: there is no such file")
        elif room.takes(text):
            found.append(Block("file", text, {"path": path}))
        else:
            others = " beside the others" if found else ""
            said.append(f"{path}: too large to be shown{others}")
    return [*found, Block("needed", "\n".join(said) or "all of them are shown")]
