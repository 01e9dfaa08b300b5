"""The offline debugger: puts shown files back to the scaffold, and adds the ones that are missing.

It edits only files whose text the prompt shows, and adds only files that the prompt's layout lacks:
what a prompt does not say, this model does not know.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from workbench.llm.blocks import Block

MAX_EDITED_SHARE = 0.5
_LAST_COMMA = re.compile(r",(?=[)\]}])")


def repair_blocks(
    scaffold: dict[str, str], shown: dict[str, str], layout: set[str], *, whole_files: bool
) -> list[Block]:
    """The answer's blocks: `edit` if a small change is enough, else `file` and `delete`.

    What gofmt changes does not count: it has been over the shown text, not over the scaffold's.
    """
    blocks: list[Block] = []
    for path, text in scaffold.items():
        if path not in layout:
            blocks.append(Block("file", text, {"path": path}))
        elif path in shown and _bare(shown[path]) != _bare(text):
            edit = None if whole_files else _edit(shown[path], text)
            attributes = {"path": path}
            blocks.append(
                Block("file", text, attributes) if edit is None else Block("edit", edit, attributes)
            )
    blocks += [Block("delete", "", {"path": path}) for path in shown if _is_stray(path, scaffold)]
    return blocks


def _is_stray(path: str, scaffold: dict[str, str]) -> bool:
    written = re.match(r"^(backend/(cmd|internal)|frontend/src)/", path) is not None
    return written and path not in scaffold


def _edit(before: str, after: str) -> str | None:
    """SEARCH / REPLACE pairs that turn one text into the other; None when a whole file is clearer."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(
        None, [_bare(line) for line in old], [_bare(line) for line in new], autojunk=False
    )
    if matcher.ratio() < 1 - MAX_EDITED_SHARE:
        return None
    hunks = []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag == "equal" or _only_blank([*old[low:high], *new[new_low:new_high]]):
            continue
        hunk = _unique_hunk(old, low, high, new[new_low:new_high])
        if hunk is None:
            return None
        hunks.append(hunk)
    return "\n".join(hunks) if hunks else None


def _unique_hunk(old: list[str], low: int, high: int, replacement: list[str]) -> str | None:
    """One pair, with as many lines around it as make its search text unique."""
    text = "\n".join(old) + "\n"
    for margin in range(8):
        start, end = max(0, low - margin), min(len(old), high + margin)
        search = "\n".join(old[start:end]) + "\n"
        if search.strip() and text.count(search) == 1:
            lines = [*old[start:low], *replacement, *old[high:end]]
            replace = "\n".join(lines) + "\n" if lines else ""
            return f"<<<<<<< SEARCH\n{search}=======\n{replace}>>>>>>> REPLACE"
    return None


def _only_blank(lines: Iterable[str]) -> bool:
    return not any(line.strip() for line in lines)


def _bare(text: str) -> str:
    """A text without white space, and without the comma before a bracket that gofmt takes out."""
    return _LAST_COMMA.sub("", "".join(text.split()))
