"""Compares the rows that a page shows with the records that it must show. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.plan.fields import EntityField, FieldType
from workbench.plan.pointers import value_at
from workbench.plan.system import Entity
from workbench.reference.pages.prediction import ApiRecord
from workbench.reference.pages.texts import Words, names_of, names_others, says, squeezed

# Fields whose value is recognised in the text of a card, which has no labelled cells.
_RECOGNISED = frozenset(
    {
        FieldType.STRING,
        FieldType.TEXT,
        FieldType.EMAIL,
        FieldType.URL,
        FieldType.REF,
        FieldType.REFS,
        FieldType.DECIMAL,
    }
)
# A field that this share of the cards shows is one that every card must show.
_SHOWN_BY_MOST = 0.6


@dataclass(frozen=True)
class ShownRow:
    """A record's element as it was read.

    `cells` are its texts by the column's label in lower case, `checks` the states of its check boxes by
    the column's label; `path` are the numbers of the elements around it that may be rows as well, and
    `parent` is the number of the element that holds it.
    """

    text: str
    cells: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)
    path: tuple[int, ...] = ()
    parent: int = 0


# More records than these that may stand in one place are counted.
MOST_NAMED = 3


@dataclass(frozen=True)
class RowDifference:
    """What a page shows wrongly; `field` is the field that a row shows wrongly, empty for a wrong list."""

    message: str
    expected: str
    actual: str
    field: str = ""


def rows_of_records(
    entity: Entity, candidates: Sequence[ShownRow], known: Sequence[ApiRecord]
) -> list[ShownRow]:
    """The outermost elements that show one record each, and unknown ones between them."""
    names = [display(entity, record) for record in known]
    label = entity.field(entity.display_field).label.casefold()
    # In its own column, a name is that of the record: another column may hold the name of another.
    shown = {n: _named(row.cells.get(label, row.text), names) for n, row in enumerate(candidates)}
    chosen = {n for n in shown if len(shown[n]) == 1}
    outermost = {n for n in chosen if not chosen & {*candidates[n].path}}
    parents = {candidates[n].parent for n in outermost}
    return [
        row
        for n, row in enumerate(candidates)
        if n in outermost or (not shown[n] and row.parent in parents)
    ]


def wrong_rows(
    entity: Entity, places: Sequence[Sequence[ApiRecord]], rows: Sequence[ShownRow]
) -> RowDifference | None:
    """The difference if the rows are not these records in this order."""
    left = [list(place) for place in places]
    known = [one for place in places for one in place]
    fits = len(rows) == len(left)
    for place, row in zip(left, rows, strict=False):
        shown = _shown(entity, known, row)
        here = next((one for one in place if one in shown), None)
        if here is None:
            fits = False
            break
        for other in left:
            if other is not place and here in other and len(other) > 1:
                other.remove(here)
    if fits:
        return None
    wanted = [_any_of([display(entity, one) for one in place]) for place in places]
    message = "the list shows other records" if rows else "the list shows no records"
    return RowDifference(message, _listed(wanted), _listed(_texts(entity, rows)))


def wrong_value(
    entity: Entity,
    places: Sequence[Sequence[ApiRecord]],
    rows: Sequence[ShownRow],
    words: Words,
) -> RowDifference | None:
    """The first value that a row shows wrongly; the rows are those of the places."""
    known = [one for place in places for one in place]
    pairs: list[tuple[ApiRecord, ShownRow]] = []
    for place, row in zip(places, rows, strict=True):
        shown = _shown(entity, known, row)
        pairs.append((next(one for one in place if one in shown), row))
    for item in entity.fields:
        if item.secret or (item.type is FieldType.DATETIME and not item.is_written_by_client):
            continue
        found = (
            _wrong_boolean(entity, item, pairs, words)
            if item.type is FieldType.BOOLEAN
            else _wrong_text(entity, item, pairs, words)
        )
        if found is not None:
            return found
    return None


def display(entity: Entity, record: ApiRecord) -> str:
    """The text by which a record is known on the page."""
    return squeezed(str(value_at(record, entity.field(entity.display_field).place)))


# -- values ---------------------------------------------------------------------------------------

Pairs = Sequence[tuple[ApiRecord, ShownRow]]


def _wrong_text(
    entity: Entity, item: EntityField, pairs: Pairs, words: Words
) -> RowDifference | None:
    label = item.label.casefold()
    column = [(record, row.cells[label]) for record, row in pairs if label in row.cells]
    is_alone = bool(column)  # a cell has nothing but the field's value
    if not column:
        column = list(_recognised(item, pairs, words))
    for record, text in column:
        value = value_at(record, item.place)
        says_more = is_alone and names_others(item, value, text, words)
        if says_more or not says(item, value, text, words):
            return _difference(entity, item, record, _meant(item, value, words), text)
    return None


def _recognised(item: EntityField, pairs: Pairs, words: Words) -> Iterator[tuple[ApiRecord, str]]:
    """The cards, if most of them show the field."""
    if item.type not in _RECOGNISED:
        return
    filled = [(one, row.text) for one, row in pairs if value_at(one, item.place) not in (None, [])]
    shown = [pair for pair in filled if says(item, value_at(pair[0], item.place), pair[1], words)]
    if len(filled) >= 3 and len(shown) >= _SHOWN_BY_MOST * len(filled):
        yield from filled


def _wrong_boolean(
    entity: Entity, item: EntityField, pairs: Pairs, words: Words
) -> RowDifference | None:
    """A check box has the value's state; words for yes and no differ, and are those of the controls."""
    label = item.label.casefold()
    texts: dict[bool, dict[str, ApiRecord]] = {True: {}, False: {}}
    for record, row in pairs:
        value = bool(value_at(record, item.place))
        if label in row.checks:
            if row.checks[label] is not value:
                return _difference(entity, item, record, str(value), str(row.checks[label]))
        elif label in row.cells:
            texts[value].setdefault(squeezed(row.cells[label]).casefold(), record)
    spoken = {key: text.casefold() for key, text in words.options.get(item.name, {}).items()}
    for value, shown in texts.items():
        for text, record in shown.items():
            opposite = spoken.get(str(not value).lower())
            if text in texts[not value] or (opposite is not None and text == opposite):
                wanted = spoken.get(str(value).lower(), str(value))
                return _difference(entity, item, record, wanted, text)
    return None


def _meant(item: EntityField, value: Any, words: Words) -> str:
    if item.type is FieldType.REF:
        return words.names.get(item.name, {}).get(value, str(value))
    if item.type is FieldType.REFS:
        return ", ".join(names_of(item, value, words)) or "nothing"
    if item.type is FieldType.ENUM:
        return words.options.get(item.name, {}).get(str(value), str(value))
    return "nothing" if value is None else str(value)


def _difference(
    entity: Entity, item: EntityField, record: ApiRecord, wanted: str, text: str
) -> RowDifference:
    message = f"the row of “{display(entity, record)}” shows another {item.label}"
    return RowDifference(message, wanted, squeezed(text) or "nothing", item.name)


# -- rows -----------------------------------------------------------------------------------------


def _shows(entity: Entity, record: ApiRecord, row: ShownRow) -> bool:
    item = entity.field(entity.display_field)
    text = row.cells.get(item.label.casefold(), row.text)
    value = value_at(record, item.place)
    return value is not None and says(item, value, text, Words())


def _named(text: str, names: Sequence[str]) -> set[str]:
    """The names in a text, without those that are only part of another one."""
    plain = squeezed(text)
    found = {name for name in names if name and name in plain}
    return {name for name in found if not any(name != o and name in o for o in found)}


def _texts(entity: Entity, rows: Sequence[ShownRow]) -> list[str]:
    label = entity.field(entity.display_field).label.casefold()
    return [squeezed(row.cells.get(label, row.text))[:60] for row in rows]


def _shown(entity: Entity, known: Sequence[ApiRecord], row: ShownRow) -> list[ApiRecord]:
    """The records that a row may show; the name of one may be a part of another's."""
    shown = [one for one in known if _shows(entity, one, row)]
    longest = max((len(display(entity, one)) for one in shown), default=0)
    return [one for one in shown if len(display(entity, one)) == longest]


def _any_of(names: Sequence[str]) -> str:
    """The records that may stand in one place, in words."""
    if len(names) <= MOST_NAMED:
        return " or ".join(names)
    return f"any of {len(names)} records ({', '.join(names[:MOST_NAMED])}, …)"


def _listed(texts: Sequence[str]) -> str:
    shown = "; ".join(texts[:25])
    return f"{len(texts)}: {shown}" if texts else "no records"
