"""Whether a text on a page says the value of a field, however it is formatted.

Rules page.values and page.money: texts verbatim, numbers by their digits, an enum by its label, a
reference by the display field of the right record, a date with the right day. Never judged: how dates
and money are formatted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from workbench.plan.fields import TEXTUAL, EntityField, FieldType

# What a script shows by mistake if there is no value.
LEAKED = re.compile(r"\b(null|undefined|NaN|Invalid Date|\[object Object\])", re.I)
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_DECIMALS = re.compile(r"(.*)[.,](\d+)")
_DIGITS = re.compile(r"\d+")
# A text that is cut off must show at least this much of its beginning.
_SHORTEST_CUT = 20
_CUT = ("…", "...")


@dataclass(frozen=True)
class Words:
    """What the page calls values: the labels of options by field and value, the names of records.

    `names` maps the id of a record that a reference points to to its display text, by field.
    `zones` are the time zones in which an instant may be shown.
    """

    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, Mapping[JsonValue, str]] = field(default_factory=dict)
    zones: Sequence[str] = ("UTC",)


def says(item: EntityField, value: JsonValue, text: str, words: Words) -> bool:
    """True if the text may stand for the value; booleans are compared in `rows.py`."""
    plain = squeezed(text)
    if value is None:
        return not LEAKED.search(plain) and not _names_another(item, None, plain, words)
    if item.type in TEXTUAL:
        return _verbatim(str(value), plain)
    match item.type:
        case FieldType.INTEGER if item.money:
            return says_amount(Decimal(str(value)), plain)
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.DECIMAL:
            return says_number(Decimal(str(value)), plain)
        case FieldType.DATE:
            return says_day([date.fromisoformat(str(value))], plain)
        case FieldType.DATETIME:
            return says_day(days_of(str(value), words.zones), plain)
        case FieldType.TIME:
            return _says_time(str(value), plain)
        case FieldType.ENUM:
            return _says_option(item, str(value), plain, words)
        case FieldType.REF:
            name = words.names.get(item.name, {}).get(value)
            return name is None or _verbatim(name, plain)
        case FieldType.REFS:
            return all(_verbatim(name, plain) for name in names_of(item, value, words))
        case FieldType.LIST if isinstance(value, list):
            return all(squeezed(str(one)) in plain for one in value)
    return True


def names_of(item: EntityField, value: JsonValue, words: Words) -> list[str]:
    """The display texts of the records that an array of references has, as far as they are known."""
    known = words.names.get(item.name, {})
    return [known[one] for one in value if one in known] if isinstance(value, list) else []


def names_others(item: EntityField, value: JsonValue, text: str, words: Words) -> bool:
    """True if a text names a record that an array of references does not have."""
    if item.type is not FieldType.REFS:
        return False
    own = names_of(item, value, words)
    left = squeezed(text)
    for name in sorted(own, key=len, reverse=True):
        left = left.replace(squeezed(name), " ", 1)
    others = {squeezed(name) for name in words.names.get(item.name, {}).values()} - {*own}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", left) for name in others if name)


def squeezed(text: str) -> str:
    """The text with each run of white space as one space."""
    return " ".join(text.split())


def says_number(value: Decimal, text: str) -> bool:
    """True if a number in the text is the value: with any separators, in minor units, as a percentage."""
    wanted = abs(value)
    accepted = {wanted, wanted / 100, *_rounded(wanted)}
    if wanted != wanted.to_integral_value():
        accepted.add(wanted * 100)  # a percentage
    return _says_one_of(accepted, text, is_negative=value < 0)


def says_amount(value: Decimal, text: str) -> bool:
    """True if a number in the text is the amount of money in whole units; `value` is in the smallest."""
    return _says_one_of({abs(value) / 100}, text, is_negative=value < 0)


def typed(item: EntityField, value: object) -> str:
    """The value as people type it: an amount of money in whole units, 1250 as 12.50."""
    if item.is_money and isinstance(value, int):
        return f"{Decimal(value) / 100:.2f}"
    return "" if value is None else str(value)


def _says_one_of(accepted: set[Decimal], text: str, *, is_negative: bool) -> bool:
    if is_negative and not any(sign in text for sign in "-−–("):
        return False
    return any(read in accepted for token in _NUMBER.findall(text) for read in _readings(token))


def _rounded(value: Decimal) -> Iterator[Decimal]:
    """The value with one and two decimals; sound pages round a half up or to the even digit."""
    for step in (Decimal("0.1"), Decimal("0.01")):
        yield value.quantize(step, ROUND_HALF_UP)
        yield value.quantize(step, ROUND_HALF_EVEN)


def says_day(days: Sequence[date], text: str) -> bool:
    """True unless the text shows another day: the day before or after, or a year without the day.

    A text such as “in three weeks” shows no day, and is not judged.
    """
    numbers = {int(token) for token in _DIGITS.findall(text)}
    if any(day.day in numbers for day in days):
        return True
    beside = {(day + timedelta(days=step)).day for day in days for step in (-1, 1)}
    years = {day.year for day in days}
    return bool(text) and not numbers & beside and not numbers & years


def days_of(instant: str, zones: Sequence[str]) -> list[date]:
    """The days on which an instant (RFC 3339) falls in these zones."""
    moment = datetime.fromisoformat(instant)
    return [moment.astimezone(ZoneInfo(zone)).date() for zone in zones]


def label_of(item: EntityField, value: str, words: Words) -> str:
    """The label of an option, as its controls name it; without them the value with spaces."""
    return words.options.get(item.name, {}).get(value, spoken(value))


def spoken(value: str) -> str:
    """A value as words: ``in_progress`` as “in progress”."""
    return squeezed(re.sub(r"[_\-]+", " ", value)).casefold()


def _readings(token: str) -> Iterator[Decimal]:
    """What a number may mean: every separator as a grouping, or the last one as the decimal point."""
    yield Decimal(re.sub(r"\D", "", token))
    split = _DECIMALS.fullmatch(token)
    if split:
        yield Decimal(re.sub(r"\D", "", split[1]) + "." + split[2])


def _verbatim(value: str, text: str) -> bool:
    wanted = squeezed(value)
    if wanted in text:
        return True
    for mark in _CUT:
        shown = text.partition(mark)[0].rstrip()
        if mark in text and len(shown) >= _SHORTEST_CUT and wanted.startswith(shown):
            return True
    return False


def _says_time(value: str, text: str) -> bool:
    hour, minute = int(value[:2]), value[3:5]
    hours = {hour, hour % 12 or 12}
    return any(re.search(rf"(?<!\d)0?{one}\D?{minute}(?!\d)", text) for one in hours)


def _says_option(item: EntityField, value: str, text: str, words: Words) -> bool:
    own = label_of(item, value, words).casefold()
    if own in text.casefold() or spoken(value) in spoken(text):
        return True
    is_known = value in words.options.get(item.name, {})
    return not is_known and not _names_another(item, value, text, words)


def _names_another(item: EntityField, value: JsonValue, text: str, words: Words) -> bool:
    """True if the text is the label of another option, or the name of another record."""
    if item.type is FieldType.ENUM:
        others = [label_of(item, one, words) for one in item.values if one != value]
    else:
        others = [name for key, name in words.names.get(item.name, {}).items() if key != value]
    return text.casefold() in [other.casefold() for other in others]
