"""Kinds of records that are announced: `an app with 3 tables: authors, books`."""

from __future__ import annotations

from itertools import pairwise

from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.kinds import Kind, is_field_in_plural, kind_of
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.nouns import noun_phrase
from workbench.offline.reading.tokens import Parsed
from workbench.offline.reading.vocabulary import vocabulary


def drop_kinds(found: list[Segment], parsed: Parsed, ledger: Ledger) -> None:
    """`an app with 3 tables: authors, books` is an app with authors and books."""
    known = vocabulary()
    for before, item in pairwise(list(found)):
        phrase = noun_phrase(before.words)
        item_phrase = noun_phrase(item.words)
        named = [word for word in phrase.noun if not word.lower.isdecimal()]
        if item.joint is not Joint.COLON or len(named) != 1 or phrase.rest:
            continue
        lists = item.group is not None or (
            kind_of(item, item_phrase, parsed) is Kind.THINGS
            and not is_field_in_plural(item_phrase, has_fields=True)
        )
        if lists and named[0].lower in known.kind:
            ledger.read(before.words)
            before.words = [] if before.joint is Joint.START else before.words
            item.joint = Joint.LINK
            if before.joint is not Joint.START:
                item.joint = before.joint
                found.remove(before)
