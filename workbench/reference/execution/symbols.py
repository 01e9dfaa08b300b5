"""Stand-ins for values that the plan does not decide: identifiers, tokens, moments, order among equals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# A JSON value in which symbols may stand for what the plan leaves open.
Value = Any
# Where a text would hold an open value.
OPEN_TEXT = "\ue000open\ue001"
_MARK = re.compile("\ue000(id|token):([A-Za-z0-9]*):(\\d+)\ue001")


class Undecided(Exception):
    """The plan does not say what this request does; nothing may be expected of its answer.

    Outside the tree: it is a result of the reference, which its callers take in place of a prediction.
    """


@dataclass(frozen=True)
class RecordId:
    """The identifier of a record: equal to itself, different from every other of its entity."""

    entity: str
    number: int

    def __str__(self) -> str:
        return f"\ue000id:{self.entity}:{self.number}\ue001"


@dataclass(frozen=True)
class Token:
    """What an account is recognised by; `account` is its number, `issued` how many came before."""

    account: int
    issued: int

    def __str__(self) -> str:
        return f"\ue000token:{self.account}:{self.issued}\ue001"


@dataclass(frozen=True)
class Moment:
    """The instant at which a request was served; later requests have greater numbers."""

    number: int


@dataclass(frozen=True)
class Open:
    """A value that is there and of which the plan says no more."""

    def __str__(self) -> str:
        return OPEN_TEXT


@dataclass(frozen=True)
class Among:
    """A list position that any of several equally sorted records may take.

    `whole`: the page shows all of them.
    """

    trees: tuple[Value, ...]
    whole: bool


class _Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
OPEN = Open()


def symbol_in(text: str) -> RecordId | Token | None:
    """The identifier or token that a text consists of, if it consists of one."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    if found[1] == "id":
        return RecordId(found[2], int(found[3]))
    return Token(int(found[2]), int(found[3]))


def holds_symbol(text: str) -> bool:
    """True if an identifier or token is part of a text: its length is not known then."""
    return "\ue000" in text
