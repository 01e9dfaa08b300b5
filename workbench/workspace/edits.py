"""Applies a model's answer to a tree: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from workbench.workspace.paths import RefusedPath, writable_path

LEAST_IN_COMMON = 5  # characters that a line must share with a SEARCH text to be called near
MAX_FILE_BYTES = 1 << 20
MAX_ANSWER_BYTES = 20 << 20
MAX_ANSWER_FILES = 5_000
# Each pair and each refusal takes a walk through its file.
MAX_PAIRS, MAX_REFUSALS = 500, 50
# What is compared of a line, and what is shown of the nearest ones.
COMPARED, SHOWN, MAX_NEAREST = 120, 300, 40
MAX_MARKER = 100
# The kinds of blocks that change a file.
CHANGES = frozenset({"file", "edit", "delete"})


class FileChange(Protocol):
    """A part of an answer: the kind is `file` (whole), `edit` (SEARCH / REPLACE) or `delete`."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Refusal:
    """One part of an answer that cannot be applied, and what to do about it."""

    path: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """What an answer changes. Nothing may be applied while there is any refusal."""

    changes: dict[str, bytes | None] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def draft_of(
    blocks: Iterable[FileChange],
    read: Callable[[str], bytes | None],
    components: tuple[str, ...],
    present: Collection[str] = (),
) -> Draft:
    """Turns `file`, `edit` and `delete` blocks into changes.

    `read` gives a file's present content; `present` are the paths of all files that stay. Paths
    outside `components` are refused, as are protected ones, and those that another file excludes.
    """
    changing = [block for block in blocks if block.kind in CHANGES]
    draft = Draft(refusals=list(_answer_refusals(changing)))
    if draft.refusals:
        return draft

    def current(path: str) -> bytes | None:
        return draft.changes[path] if path in draft.changes else read(path)

    for block in changing:
        if len(draft.refusals) == MAX_REFUSALS:
            break
        try:
            path = writable_path(block.path)
            if path.split("/")[0] not in components:
                raise RefusedPath(path, f"this answer may only write {' and '.join(components)}")
            draft.changes[path] = _content(block, current(path))
        except RefusedPath as refused:
            draft.refusals.append(Refusal(refused.path, refused.reason))
    draft.refusals.extend(_size_refusals(draft.changes))
    draft.refusals.extend(_name_refusals(draft.changes, present))
    if not draft.changes and not draft.refusals:
        draft.refusals.append(Refusal("", "the answer changes no file"))
    return draft


def _answer_refusals(blocks: Sequence[FileChange]) -> Iterator[Refusal]:
    """What is seen before anything of the answer is read."""
    if len(blocks) > MAX_ANSWER_FILES:
        yield Refusal("", f"the answer has more than {MAX_ANSWER_FILES} files")
    if sum(len(block.text) for block in blocks) > MAX_ANSWER_BYTES:
        yield Refusal("", f"the answer is larger than {MAX_ANSWER_BYTES >> 20} MiB")


def _size_refusals(changes: Mapping[str, bytes | None]) -> Iterator[Refusal]:
    size = sum(len(content) for content in changes.values() if content is not None)
    if size > MAX_ANSWER_BYTES:
        yield Refusal("", f"the answer is larger than {MAX_ANSWER_BYTES >> 20} MiB")


def _name_refusals(
    changes: Mapping[str, bytes | None], present: Collection[str]
) -> Iterator[Refusal]:
    """Names of which no file system can hold both, or not every one."""
    removed = {path for path, content in changes.items() if content is None}
    paths = ({*present} | changes.keys()) - removed
    by_folded: dict[str, str] = {}
    for path in sorted(paths):
        other = by_folded.setdefault(path.casefold(), path)
        if other != path and (path in changes or other in changes):
            yield Refusal(
                path, f"it differs from {other} in case only; some systems keep one of both"
            )
    for path in sorted(paths):
        parts = path.casefold().split("/")
        for depth in range(1, len(parts)):
            above = by_folded.get("/".join(parts[:depth]))
            if above is not None and (path in changes or above in changes):
                yield Refusal(
                    path, f"{above} is a file, so no file can be below it; delete one of both"
                )


def _content(block: FileChange, current: bytes | None) -> bytes | None:
    if block.kind == "delete":
        return None
    if block.kind == "file":
        content = block.text.encode()
        if len(content) > MAX_FILE_BYTES:
            raise RefusedPath(block.path, "the file is larger than one MiB")
        return content
    if current is None:
        raise RefusedPath(block.path, "there is no such file to edit; send the whole file")
    content = edited(block, current.decode("utf-8", "replace")).encode()
    if len(content) > MAX_FILE_BYTES:
        raise RefusedPath(block.path, "the file is larger than one MiB")
    return content


def edited(block: FileChange, text: str) -> str:
    """The text with the SEARCH / REPLACE pairs of an `edit` applied. Raises `RefusedPath`."""
    pairs = _pairs(block.text)
    if not pairs:
        raise RefusedPath(block.path, "the edit holds no SEARCH / REPLACE pair")
    if len(pairs) > MAX_PAIRS:
        raise RefusedPath(block.path, f"the edit holds more than {MAX_PAIRS} pairs; send the file")
    for search, replace in pairs:
        if search.strip() and not text.count(search):
            # Not whole lines: a part of one, or of several, without the last line end.
            search, replace = search.removesuffix("\n"), replace.removesuffix("\n")
        count = text.count(search) if search.strip() else 0
        if count != 1:
            raise RefusedPath(block.path, _mismatch(search, text, count))
        text = text.replace(search, replace)
    return text


def _pairs(text: str) -> list[tuple[str, str]]:
    """The SEARCH and the REPLACE text of each pair. What has no end is none."""
    pairs: list[tuple[str, str]] = []
    search: list[str] = []
    replace: list[str] = []
    part: list[str] | None = None
    for line in text.split("\n"):
        if part is None:
            if _is_marker(line, "<", "SEARCH"):
                part = search = []
        elif part is search and _is_marker(line, "=", ""):
            part = replace = []
        elif part is replace and _is_marker(line, ">", "REPLACE"):
            pairs.append(("".join(search), "".join(replace)))
            part, replace = None, []
        else:
            part.append(line + "\n")
    return pairs


def _is_marker(line: str, sign: str, word: str) -> bool:
    """``<<<<<<< SEARCH``: five to nine signs, the word after at most one space, then only blanks."""
    if line[:5] != sign * 5 or len(line) > MAX_MARKER:
        return False
    rest = line.rstrip(" \t")
    after = rest.lstrip(sign)
    return len(rest) - len(after) <= 9 and after in ({word, f" {word}"} if word else {""})


def _mismatch(search: str, text: str, count: int) -> str:
    if not search.strip():
        return "a SEARCH text is empty"
    if count > 1:
        return f"a SEARCH text is there {count} times; give more lines around it"
    lines, wanted = text.split("\n"), search.strip("\n").split("\n")
    first = wanted[0].strip()[:COMPARED]
    common = _common(first, text)
    if not common or len(common) < min(LEAST_IN_COMMON, len(first)):
        return "a SEARCH text is not in the file"
    start = text.count("\n", 0, text.index(common))
    near = lines[max(0, start - 1) : start + min(len(wanted), MAX_NEAREST) + 1]
    nearest = "\n".join(line[:SHOWN] for line in near)
    return f"a SEARCH text is not in the file; the nearest lines are:\n{nearest}"


def _common(one: str, other: str) -> str:
    """The longest part of a short text that is in a long one: twice its length looks, each linear."""
    best, start = "", 0
    for end in range(1, len(one) + 1):
        while start < end and one[start:end] not in other:
            start += 1
        best = max(best, one[start:end], key=len)
    return best
