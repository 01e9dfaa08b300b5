"""What a field makes of a value that a client sends: stored so, or refused; both if either is sound.

A type's odd values are decided by JSON Schema and RFC 3339, which the plan's words are taken from.
If sound servers differ (spaces around a text, 1.0 for an integer, an empty text for nothing)
every sound way is a reading of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from workbench.plan.fields import (
    LONGEST_ITEM,
    MOST_ITEMS,
    BooleanField,
    BoundedField,
    EntityField,
    EnumField,
    FieldType,
    IntegerField,
    ListField,
    NumberField,
    PlainField,
    RefField,
    RefsField,
    TextField,
)
from workbench.plan.patterns import is_found
from workbench.reference.execution import wire
from workbench.reference.execution.formats import FORMS, DecimalText, Form, InstantText
from workbench.reference.execution.symbols import (
    ABSENT,
    OPEN,
    Moment,
    Open,
    RecordId,
    Token,
    Undecided,
    Value,
    holds_symbol,
)
from workbench.reference.execution.wire import Fault

_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True)
class Taken:
    """The value is accepted and stored so."""

    value: Value


Reading = Taken | Fault


def readings(field: EntityField, sent: Value) -> list[Reading]:
    """Every sound way to take a value, or its absence (`ABSENT`), for a new value of a field.

    Raises `Undecided` for values that the plan says nothing about.
    """
    if isinstance(sent, Open | Moment):
        raise Undecided(field.name)
    if sent is ABSENT:
        return [left_out(field)]
    if sent is None:
        return _null(field)
    return _unlike(_of_its_type(field, sent))


def _of_its_type(field: EntityField, sent: Value) -> list[Reading]:
    match field:
        case TextField() | PlainField():
            return _text(field, str(sent)) if _is_text(sent) else [wire.WRONG_TYPE]
        case IntegerField():
            return _integer(field, sent)
        case NumberField():
            return _number(field, sent)
        case BooleanField():
            return [Taken(sent) if isinstance(sent, bool) else wire.WRONG_TYPE]
        case EnumField():
            return _member(field, sent)
        case RefField():
            return _reference(field, sent)
        case RefsField():
            return _references(field, sent)
    return _list(field, sent)


def left_out(field: EntityField) -> Reading:
    """What a field holds that a create or a replace does not name."""
    if field.required:
        return wire.NOT_ACCEPTABLE.of(field.name)
    if field.default is not None:
        return Taken(field.default)
    return Taken(None if field.nullable else OPEN)


def _null(field: EntityField) -> list[Reading]:
    if not field.nullable:
        otherwise = left_out(field)
        return [wire.WRONG_TYPE] if field.required else [otherwise, wire.WRONG_TYPE]
    if field.required:  # there, and null: not everybody tells that from not being there
        return [Taken(None), wire.WRONG_TYPE]
    return _unlike([Taken(None), left_out(field)])


def _text(field: TextField | PlainField, sent: str) -> list[Reading]:
    """Decimals, dates, datetimes and times are texts of a form.

    Spaces around a text are kept, or cut off; what then breaks a rule is refused.
    """
    return [
        reading for form in dict.fromkeys((sent, sent.strip())) for reading in _form(field, form)
    ]


def _form(field: TextField | PlainField, text: str) -> list[Reading]:
    if not text:
        return _empty(field)
    if isinstance(field, TextField) and not _is_within_limits(field, text):
        return [wire.NOT_ACCEPTABLE.of(field.name)]
    return _formed(field, text)


def _is_within_limits(field: TextField, text: str) -> bool:
    if holds_symbol(text) and (field.min_length or field.max_length or field.pattern):
        raise Undecided(field.name)
    length = len(text)  # in characters: what JSON Schema counts
    too_short = field.min_length is not None and length < field.min_length
    too_long = field.max_length is not None and length > field.max_length
    if too_short or too_long:
        return False
    return field.pattern is None or is_found(field.pattern, text)


def _formed(field: TextField | PlainField, text: str) -> list[Reading]:
    form = FORMS[field.type](text) if field.type in FORMS else Form.RIGHT
    refusal = wire.NOT_ACCEPTABLE.of(field.name)
    if field.type in _VALUES:
        text = _VALUES[field.type](text)
    match form:
        case Form.RIGHT:
            return [Taken(text)]
        case Form.WRONG:
            return [refusal]
        case Form.EITHER:
            return [Taken(text), refusal]


def _empty(field: TextField | PlainField) -> list[Reading]:
    """An empty text is a text, nothing, or, if something is asked for, refused."""
    refusal = wire.NOT_ACCEPTABLE.of(field.name)
    has_limits = isinstance(field, TextField) and (field.min_length or field.pattern is not None)
    must_be_full = has_limits or field.type in FORMS
    kept: list[Reading] = [] if must_be_full else [Taken("")]
    if field.required:
        return [refusal, *kept]
    return [*([left_out(field)] if field.nullable else []), refusal, *kept]


def _integer(field: IntegerField, sent: Value) -> list[Reading]:
    if not _is_number(sent):
        return [wire.WRONG_TYPE]
    if isinstance(sent, float):
        if not sent.is_integer():
            return [wire.WRONG_TYPE]
        # 1.0 and 1e2 are integers to JSON Schema, and not to every decoder.
        return [*_integer(field, int(sent)), wire.WRONG_TYPE]
    if not wire.SMALLEST <= sent <= wire.LARGEST:
        return [wire.WRONG_TYPE]
    return [_in_range(field, sent)]


def _number(field: NumberField, sent: Value) -> list[Reading]:
    is_finite = _is_number(sent) and isfinite(sent)  # 1e400 is more than any number holds
    return [_in_range(field, sent)] if is_finite else [wire.WRONG_TYPE]


def _in_range(field: BoundedField, number: float) -> Reading:
    too_small = field.min is not None and number < field.min
    too_large = field.max is not None and number > field.max
    return wire.NOT_ACCEPTABLE.of(field.name) if too_small or too_large else Taken(number)


def _member(field: EnumField, sent: Value) -> list[Reading]:
    if not _is_text(sent):
        return [wire.WRONG_TYPE]
    refusal = wire.NOT_ACCEPTABLE.of(field.name)
    if sent in field.values:
        return [Taken(sent)]
    if str(sent).strip() in field.values:
        return [Taken(str(sent).strip()), refusal]
    if not str(sent).strip() and not field.required:
        return [refusal, left_out(field)]
    return [refusal]


def _reference(field: RefField | RefsField, sent: Value) -> list[Reading]:
    """Whether the record is there is a question of the state (`rules`)."""
    if isinstance(sent, RecordId):
        return [Taken(sent)]
    if isinstance(sent, str) and field.ref is not None:
        raise Undecided(field.name)
    if not _is_number(sent):
        return [wire.WRONG_TYPE]
    if isinstance(sent, float):
        raise Undecided(field.name)
    if sent < 1 or sent >= wire.NEVER_GIVEN_OUT:
        return [wire.NOT_ACCEPTABLE.of(field.name)]
    raise Undecided(field.name)


def _list(field: ListField, sent: Value) -> list[Reading]:
    """A list of texts of one line, in their order; what a document's own takes is its schema's to say.

    The conventions give every list of a plan its default (`completing`), and a document's none.
    """
    if not isinstance(sent, list) or not all(_is_text(item) for item in sent):
        return [wire.WRONG_TYPE]
    if field.default is None:
        return [Taken(sent)]
    forms = [[str(item) for item in sent], [str(item).strip() for item in sent]]
    return _unlike(_lines(field, texts) for texts in forms)


def _lines(field: ListField, texts: list[str]) -> Reading:
    longest = field.max_length or LONGEST_ITEM
    fits = all(text and len(text) <= longest and not _BREAK.search(text) for text in texts)
    too_many = len(texts) > MOST_ITEMS
    return Taken(texts) if fits and not too_many else wire.NOT_ACCEPTABLE.of(field.name)


def _references(field: RefsField, sent: Value) -> list[Reading]:
    """An array of ids, each once, which is kept in their order; a document's own is not decided."""
    if not isinstance(sent, list):
        return [wire.WRONG_TYPE]
    if field.ref is None:
        raise Undecided(field.name)
    refusal = wire.NOT_ACCEPTABLE.of(field.name)
    faults: list[Reading] = []
    open_items = 0
    for item in sent:
        try:
            faults += [found for found in _reference(field, item) if not isinstance(found, Taken)]
        except Undecided:
            open_items += 1
    known = [item for item in sent if isinstance(item, RecordId)]
    if len(sent) > MOST_ITEMS or len({*known}) < len(known):
        faults.append(refusal)
    if faults:
        return _unlike([*faults, *([wire.WRONG_TYPE] if open_items else [])])
    if open_items:
        raise Undecided(field.name)
    return [Taken(sorted(known, key=lambda item: item.number))]


# Texts that stand for a value that can be written in several ways.
_VALUES: dict[FieldType, type[str]] = {
    FieldType.DATETIME: InstantText,
    FieldType.DECIMAL: DecimalText,
}


def _is_text(sent: Value) -> bool:
    return isinstance(sent, str | RecordId | Token)


def _is_number(sent: Value) -> bool:
    return isinstance(sent, int | float) and not isinstance(sent, bool)


def _unlike(found: Iterable[Reading]) -> list[Reading]:
    """The readings without repetition: 1 and true are not the same."""
    kept: list[Reading] = []
    for reading in found:
        if not any(reading == other and repr(reading) == repr(other) for other in kept):
            kept.append(reading)
    return kept
