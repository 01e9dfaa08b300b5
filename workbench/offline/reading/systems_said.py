"""What a list says of a system that is known by its name: `an inventory with low-stock alerts`."""

from __future__ import annotations

from workbench.offline.catalogue.entries import thing
from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.dividing.wishes_named import is_wish_alone
from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.kinds import (
    Kind,
    is_attribute,
    is_field_in_plural,
    kind_of,
    kinds_of,
    says_fields,
)
from workbench.offline.reading.nouns import noun_phrase
from workbench.offline.reading.tokens import Parsed

_NAMED = (Kind.THINGS, Kind.FIELD)


def mark_wishes(usual: list[str] | None, items: list[Segment], parsed: Parsed) -> None:
    """Marks the items that are wishes, as no item of the list is plainly a field.

    What a system has and nobody knows is no field of a kind of records: `a wiki with version history`.
    In another language the number of a noun is not known, so that it is a thing.
    """
    if says_fields(items, parsed):
        return
    only_said = all(is_attribute(noun_phrase(item.words)) for item in items)
    for item in items:
        phrase, kind = noun_phrase(item.words), kind_of(item, noun_phrase(item.words), parsed)
        if kind not in _NAMED or item.group is not None:
            continue
        measured = kind is Kind.THINGS and is_field_in_plural(phrase, has_fields=False)
        if is_wish_alone([word.lower for word in item.words if not word.is_mark]):
            item.statement = True
        elif usual is None or items[0].joint is Joint.HAS or only_said:
            continue
        elif kind is Kind.FIELD and (parsed.is_foreign or thing(phrase.key) is not None):
            item.named = True
        elif kind is Kind.FIELD or measured:
            item.statement = True


def names_none(items: list[Segment], parsed: Parsed) -> bool:
    """True if a list names neither things nor fields."""
    return not any(kind in _NAMED for kind in kinds_of(items, parsed))


def unnamed_parent(listed: list[EntityIdea], usual: list[str]) -> str | None:
    """The posts of a blog with comments: all that is listed belongs to its first thing."""
    names = {entity.words for entity in listed}
    found: list[str] = []
    for entity in listed:
        known = thing(entity.words)
        parents = () if known is None else known.belongs_to
        if names.intersection(parents):
            continue
        parent = next((key for key in parents if key in usual[:1]), None)
        if parent is None:
            return None
        found.append(parent)
    return found[0] if found else None
