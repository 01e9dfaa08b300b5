"""What a sentence mentions: the subject of a list, a relation, a statement about things of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.nouns import NounPhrase
from workbench.offline.reading.segments import Segment
from workbench.offline.reading.tokens import Word


@dataclass
class Subject:
    """What a list is about: an entity, or the system as a whole."""

    phrase: NounPhrase
    segment: Segment
    entity: EntityIdea | None = None


@dataclass(frozen=True)
class Link:
    """A relation that the request states; `entity` belongs to whatever is called `target`."""

    entity: EntityIdea
    target: str
    noun: tuple[Word, ...]
    words: tuple[Word, ...]


@dataclass
class Owning:
    """A statement that everybody has things of their own; None for an item that names no thing.

    `sure` if it says so by itself: `each has plants` means people only if there are accounts.
    """

    subject: list[Word]
    items: list[Segment]
    sure: bool
    entities: list[EntityIdea | None] = field(default_factory=list)
