"""Indented blocks, nested bullets, underlined headings and numbered lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.offline.reading.structure.writing import Writing

_UNDERLINED = re.compile(r"(?m)^([^\n:]+)\n(?:={3,}|-{3,})[ \t]*(?=\n|$)")
_ENTITY = re.compile(
    r"(?mi)^[ \t]*(?:entity|table|model|resource|object|collection|record)[ \t]*:[ \t]*(\S[^\n:]*)\n"
    r"[ \t]*(?:fields|attributes|properties|columns)[ \t]*:"
)
_NUMBERED = re.compile(r"(?m)^([ \t]*)(?:\(?\d{1,2}[).]|[a-z][).]|[☐☑✓✔▪◦●○■□➤►])(?=[ \t]+\S)")
_BULLET = re.compile(r"^[ \t]*[-*•–+][ \t]+")
_FEWEST = 2
_WRAPPERS = frozenset(
    {"entities", "models", "tables", "schema", "schemas", "collections", "types", "resources"}
)


@dataclass
class _Line:
    """One line: how far it is indented, whether it is a bullet, and what it says."""

    indent: int
    bulleted: bool
    content: Writing
    outside: bool = True

    @property
    def named(self) -> Writing:
        """Its words without a colon at the end."""
        bare = self.content.text.rstrip().rstrip(":").rstrip()
        return self.content.part(0, len(bare))


def blocks_read(writing: Writing) -> Writing:
    """Headings end with a colon and begin after an empty line; what is two levels below is in parentheses."""
    writing = writing.sub(_UNDERLINED, "\n\\1:")
    writing = writing.sub(_ENTITY, "\n\\1:")
    if len(_NUMBERED.findall(writing.text)) >= _FEWEST:
        writing = writing.sub(_NUMBERED, r"\1-")
    if "\n" not in writing.text:
        return writing
    lines = _lines(writing)
    if not any(_heads(lines, place) for place in range(len(lines))):
        return writing
    return _written(writing, lines)


def _lines(writing: Writing) -> list[_Line]:
    found: list[_Line] = []
    place, depth = 0, 0
    for line in writing.text.splitlines(keepends=True):
        bare = line.rstrip()
        mark = _BULLET.match(line)
        start = mark.end() if mark else len(line) - len(line.lstrip())
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        content = writing.part(place + min(start, len(bare)), place + len(bare))
        found.append(_Line(indent, mark is not None, content, outside=depth == 0))
        depth += sum(line.count(sign) for sign in "([{") - sum(line.count(s) for s in ")]}")
        place += len(line)
    return found


def _heads(lines: list[_Line], place: int) -> bool:
    """True for `books:` or `- Books` above lines that are indented more, none with a list of its own."""
    line = lines[place]
    if not line.content.text or not line.outside or place + 1 == len(lines):
        return False
    if not (line.bulleted or line.content.text.endswith(":")):
        return False
    below = _below(lines, place)
    texts = [item.content.text for item in below]
    return bool(below) and not any("(" in text or text.endswith(",") for text in texts)


def _below(lines: list[_Line], place: int) -> list[_Line]:
    found = []
    for line in lines[place + 1 :]:
        if not line.content.text or line.indent <= lines[place].indent:
            break
        found.append(line)
    return found


def _written(writing: Writing, lines: list[_Line]) -> Writing:
    parts: list[Writing] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        start = line.content.literal
        if not _heads(lines, place):
            mark = " " * line.indent + ("- " if line.bulleted else "")
            parts += [start(mark, 0), line.content, start("\n", 0)]
            place += 1
            continue
        below = _below(lines, place)
        if line.named.text.lower() in _WRAPPERS and _heads(lines, place + 1):
            place += 1
            continue
        parts += [start("\n", 0), line.named, start(":\n", 0)]
        parts += _items(below)
        place += 1 + len(below)
        parts.append(start("\n", 0))
    return writing.joined(parts)


def _items(below: list[_Line]) -> list[Writing]:
    """The lines of a block as bullets; those below one of them are in parentheses after it."""
    parts: list[Writing] = []
    first = below[0].indent
    inner = False
    for place, line in enumerate(below):
        start = line.content.literal
        deeper = line.indent > first
        if deeper and not inner:
            parts.append(start(" (", 0))
        elif deeper:
            parts.append(start(", ", 0))
        elif inner:
            parts.append(start(")", 0))
        if not deeper:
            parts.append(start("\n- " if place else "- ", 0))
        following = below[place + 1].indent if place + 1 < len(below) else first
        parts.append(line.named if following > line.indent else line.content)
        inner = deeper
    return [*parts, below[-1].content.literal(")\n" if inner else "\n", 0)]
