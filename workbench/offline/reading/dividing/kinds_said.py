"""Kinds of records that are announced: `an app with 3 tables: authors, books`."""

from __future__ import annotations

from enum import Enum, auto
from itertools import pairwise

from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.kinds import Kind, is_field_in_plural, kind_of, spelled_out
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.nouns import noun_phrase
from workbench.offline.reading.tokens import Parsed
from workbench.offline.reading.vocabulary import vocabulary

_LONGEST_HEADING = 3
_ENTITIES = frozenset({"entities", "models"})


class Announced(Enum):
    """What a heading says of the list below it."""

    NOTHING = auto()
    TEXT = auto()  # only what sort of text it is: `User stories`
    KINDS = auto()  # that each item is a kind of records: `Entities`


def announces(found: list[Segment]) -> Announced:
    """What the heading of a list announces."""
    words = [word for word in (found[0].words or found[0].by) if not word.is_mark]
    if not words or len(found) > 1 or len(words) > _LONGEST_HEADING:
        return Announced.NOTHING
    if words[-1].lower in vocabulary().heading:
        return Announced.TEXT
    kinds = len(words) == 1 and words[0].lower in _ENTITIES
    return Announced.KINDS if kinds else Announced.NOTHING


def _name_kinds(before: Segment, found: list[Segment], parsed: Parsed) -> None:
    """`User` of `Entities: User, Post` is a kind of records, though it is in the singular."""
    if [word.lower for word in before.words][-1:] not in ([word] for word in _ENTITIES):
        return
    items = found[found.index(before) + 1 :]
    if not spelled_out(items, parsed):
        for item in items:
            item.named = item.group is None


def drop_kinds(found: list[Segment], parsed: Parsed, ledger: Ledger) -> None:
    """`an app with 3 tables: authors, books` is an app with authors and books."""
    known = vocabulary()
    for before, item in pairwise(list(found)):
        phrase = noun_phrase(before.words)
        item_phrase = noun_phrase(item.words)
        named = [word for word in phrase.noun if not word.lower.isdecimal()]
        if item.joint is not Joint.COLON or len(named) != 1 or phrase.rest:
            continue
        _name_kinds(before, found, parsed)
        lists = item.group is not None or (
            kind_of(item, item_phrase, parsed) is Kind.THINGS
            and (item.named or not is_field_in_plural(item_phrase, has_fields=True))
        )
        if lists and named[0].lower in known.kind:
            ledger.read(before.words)
            before.words = [] if before.joint is Joint.START else before.words
            item.joint = Joint.LINK
            if before.joint is not Joint.START:
                item.joint = before.joint
                found.remove(before)
