"""Relations between two things that are listed with their fields: `teams (name) have players (name)`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from workbench.offline.reading.calling import names
from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary

_ARROWS = frozenset({">", "->", "→", ">>", "=>"})
_BY = frozenset({"to", "by", "for", "with", "in", "of", "on"})


class Side(Enum):
    """Which of two things belongs to the other."""

    NEITHER = auto()
    SECOND = auto()  # each of the second belongs to one of the first
    FIRST = auto()  # each of the first belongs to one of the second
    BOTH = auto()  # any number of one to any number of the other


@dataclass
class Tie:
    """What the words before a thing say of it and the thing before; `words` are those read as that.

    `rest` are the words that name the thing.
    """

    side: Side
    rest: list[Word]
    words: list[Word] = field(default_factory=list)


def tie(segment: Segment) -> Tie:
    """How the thing of a segment belongs to the thing with fields before it."""
    words = [word for word in segment.words if not word.is_mark or word.text in _ARROWS]
    if words and words[0].text in _ARROWS:
        return Tie(Side.SECOND, words[1:], words[:1])
    known = vocabulary()
    if words and words[0].lower in known.relative:
        return _said(words[1:], words[:1])
    if segment.joint is Joint.HAS:
        return Tie(Side.SECOND, words, segment.by)
    by = [word for word in segment.by if not word.is_mark]
    if segment.joint is Joint.LINK and any(word.lower in known.holding for word in by):
        return Tie(Side.SECOND, words, by)
    if len(words) > 1 and words[0].lower in known.possessive:
        return Tie(Side.SECOND, words[1:], words[:1])
    if by:
        return Tie(Side.NEITHER, words)
    return _said(words, [])


def between(found: list[Segment], ledger: Ledger) -> Side:
    """What `many-to-many between` at the beginning of a sentence says; takes off these words."""
    known, words = vocabulary(), found[0].words
    if not words or words[0].lower not in known.cardinality:
        return Side.NEITHER
    side = {"many-to-many": Side.BOTH, "many-to-one": Side.FIRST}.get(words[0].lower, Side.SECOND)
    length = 1
    while length < len(words) and words[length].lower in known.relation:
        length += 1
    ledger.read(words[:length])
    del words[:length]
    if len(found) > 1 and not words and found[0].group is None:
        del found[0]
        found[0].joint = Joint.START
    return side


def _said(words: list[Word], before: list[Word]) -> Tie:
    """By a verb or a preposition that stands right after the fields of the first."""
    known = vocabulary()
    lower = [word.lower for word in words]
    if len(words) < 2:
        return Tie(Side.NEITHER, [*before, *words])
    if lower[0] in known.belonging and lower[1] in _BY:
        return Tie(Side.FIRST, words[2:], [*before, *words[:2]])
    if lower[0] in known.holding:
        return Tie(Side.SECOND, words[1:], [*before, words[0]])
    if lower[0] in known.preposition | {"per", "within", "inside"}:
        return Tie(Side.FIRST, words[1:], [*before, words[0]])
    if lower[0] in names().verb and len(words) == 2:
        return Tie(Side.SECOND, words[1:])  # the verb says more, and is reported
    return Tie(Side.NEITHER, [*before, *words])
