"""Tables of Markdown: one row for each thing, or one for each field of the thing above."""

from __future__ import annotations

import re

from workbench.offline.reading.structure.writing import Writing

_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$")
_RULE = re.compile(r"^[\s|:-]+$")
_FIELDS = frozenset({"fields", "attributes", "columns", "properties"})
_FIELD = frozenset({"field", "name", "column", "attribute", "property"})
_NO = frozenset({"no", "false", "-", "n", "optional", ""})


def tables_read(writing: Writing) -> Writing:
    """The tables of the text, each written as a list; a text without any stays as it is."""
    if "|" not in writing.text:
        return writing
    lines = _lines(writing)
    parts: list[Writing] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and _ROW.match(lines[end].text.rstrip("\n")):
            end += 1
        if end - place >= 3 and _RULE.match(lines[place + 1].text):
            parts += _table(writing, lines[place:end], parts)
            place = end
        else:
            parts.append(lines[place])
            place += 1
    return writing.joined(parts)


def _lines(writing: Writing) -> list[Writing]:
    found, place = [], 0
    for line in writing.text.splitlines(keepends=True):
        found.append(writing.part(place, place + len(line)))
        place += len(line)
    return found


def _table(writing: Writing, rows: list[Writing], before: list[Writing]) -> list[Writing]:
    heads = [cell.text.lower() for cell in _cells(rows[0])]
    bodies = [_cells(row) for row in rows[2:]]
    start = rows[0].literal
    if len(heads) == 2 and heads[1] in _FIELDS:
        return [
            piece
            for name, fields, *_ in bodies
            for piece in (start("\n- ", 0), name, start(" (", 0), fields, start(")\n", 0))
        ]
    if heads[0] in _FIELD and len(heads) > 1:
        parts = [start(":\n" if not _heading(before) else "", 0)]
        for cells in bodies:
            parts += [start("- ", 0), *_field(heads, cells), start("\n", 0)]
        return [*parts, start("\n", 0)]
    return rows


def _heading(before: list[Writing]) -> bool:
    """Ends the line above the table with a colon, if there is one; True if there was none to end."""
    while before and not before[-1].text.strip():
        before.pop()
    if before and not before[-1].text.rstrip().endswith(":"):
        line = before[-1]
        bare = line.text.rstrip()
        before[-1] = line.joined([line.part(0, len(bare)), line.literal(":\n", len(bare))])
    return True


def _field(heads: list[str], cells: list[Writing]) -> list[Writing]:
    """`title?: string` of a row; what its other columns say follows."""
    name, *rest = cells
    parts = [name]
    for head, cell in zip(heads[1:], rest, strict=False):
        if head in ("required", "mandatory"):
            if cell.text.lower() in _NO:
                parts.append(name.literal(" optional", 0))
        elif head == "type":
            parts.insert(1, name.literal(":", 0))
            parts.insert(2, cell)
        elif head == "optional":
            if cell.text.lower() not in _NO:
                parts.append(name.literal(" optional", 0))
        elif cell.text:
            parts += [name.literal(" - ", 0), cell]
    return parts


def _cells(row: Writing) -> list[Writing]:
    cells = []
    for match in re.finditer(r"[^|\n]+", row.text):
        bare = match[0].strip()
        if not bare and match.end() >= len(row.text.rstrip()):
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        cells.append(row.part(start, start + len(bare)))
    return [cell for n, cell in enumerate(cells) if n or cell.text]
