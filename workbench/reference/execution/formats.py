"""Texts of a form: dates and times by RFC 3339, decimals, e-mail and web addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

from workbench.plan.fields import FieldType

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
# What a lenient reader also takes for a time of day; the document's pattern does not.
_TIME_LIKE = re.compile(r"\d{1,2}:[0-5]\d(:[0-5]\d(\.\d+)?)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})([Tt ])(\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_EMAIL = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?(/[\w.~/%?=&#-]*)?", re.ASCII)
_WEB_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class InstantText(str):
    """A text that names an instant: equal in value to every other text of that instant."""


class DecimalText(str):
    """A text that is a decimal: equal in value at every scale."""


class Form(Enum):
    """Whether a text has the form: the plan decides it, or leaves it to the server."""

    RIGHT = "right"
    WRONG = "wrong"
    EITHER = "either"


def _date(text: str) -> Form:
    found = _DATE.fullmatch(text)
    return Form.RIGHT if found and _is_day(text) else Form.WRONG


def _instant(text: str) -> Form:
    """RFC 3339; what it leaves to agreement (a space, lower case, no offset, second 60) is either."""
    found = _INSTANT.fullmatch(text)
    if found is None or not _is_day(found[1]):
        return Form.WRONG
    hour, minute, second = (int(found[n]) for n in (3, 4, 5))
    if hour > 24 or minute > 59 or second > 60:
        return Form.WRONG
    usual = found[2] == "T" and found[7] is not None and found[7] != "z"
    if not usual or hour == 24 or second == 60:
        return Form.EITHER
    return Form.RIGHT if instant_of(text) is not None else Form.WRONG


def _time(text: str) -> Form:
    if _TIME.fullmatch(text):
        return Form.RIGHT
    like = _TIME_LIKE.fullmatch(text)
    return Form.EITHER if like and int(text.partition(":")[0]) < 24 else Form.WRONG


def _decimal(text: str) -> Form:
    return Form.RIGHT if _DECIMAL.fullmatch(text) else Form.WRONG


def _email(text: str) -> Form:
    if _EMAIL.fullmatch(text) and ".." not in text and not text.startswith("."):
        return Form.RIGHT
    inside = text.strip("@").count("@")
    return Form.EITHER if inside and text == text.strip("@") else Form.WRONG


def _url(text: str) -> Form:
    if _URL.fullmatch(text):
        return Form.RIGHT
    return Form.EITHER if _WEB_LIKE.fullmatch(text) else Form.WRONG


FORMS: dict[FieldType, Callable[[str], Form]] = {
    FieldType.DATE: _date,
    FieldType.DATETIME: _instant,
    FieldType.TIME: _time,
    FieldType.DECIMAL: _decimal,
    FieldType.EMAIL: _email,
    FieldType.URL: _url,
}


def instant_of(text: str) -> datetime | None:
    """The instant that an RFC 3339 text names, in UTC; None if it names none for certain."""
    found = _INSTANT.fullmatch(text)
    if found is None or found[7] is None:
        return None
    day = found[1].split("-")
    clock = [int(found[n]) for n in (3, 4, 5)]
    fraction = int((found[6] or ".0")[1:7].ljust(6, "0"))
    try:
        local = datetime(*map(int, day), *clock, fraction, tzinfo=_zone(found[7]))  # type: ignore[arg-type,misc]
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def same_decimal(text: str) -> str:
    """An RE2 pattern of every way to write a decimal of the same value: 1.5 is 1.50."""
    value = Decimal(text)
    whole, _, fraction = format(abs(value), "f").partition(".")
    fraction = fraction.rstrip("0")
    rest = rf"\.{fraction}0*" if fraction else r"(\.0+)?"
    sign = "-" if value < 0 else "-?" if value == 0 else ""
    return rf"^{sign}0*{whole.lstrip('0') or '0'}{rest}$"


def _zone(offset: str) -> timezone:
    if offset in "Zz":
        return UTC
    span = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return timezone(-span if offset[0] == "-" else span)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
