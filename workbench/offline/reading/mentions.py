"""What a sentence mentions: the subject of a list, a relation, a statement about things of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.nouns import NounPhrase, key_of, noun_phrase
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary


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


def find(entities: Sequence[EntityIdea], key: str) -> EntityIdea | None:
    """The entity that is called so; the weekly meals are meals, where nothing else is."""
    exact = next((entity for entity in entities if entity.words == key), None)
    if exact is not None or not key:
        return exact
    when = vocabulary().when
    timed = [
        entity
        for entity in entities
        if entity.words.endswith(f" {key}")
        and when.issuperset(entity.words.removesuffix(key).split())
    ]
    return timed[0] if len(timed) == 1 else None


def denied_nouns(segment: Segment) -> Iterator[list[Word]]:
    """The nouns of `without comments or ratings`."""
    noun: list[Word] = []
    for word in [*segment.words, None]:
        if word is None or word.lower == "or":
            if found := noun_phrase(noun).noun:
                yield found
            noun = []
        else:
            noun.append(word)


def denied_keys(denied: list[Segment]) -> set[str]:
    """What is not wanted, as entities are known: lower case, singular."""
    return {key_of(noun) for segment in denied for noun in denied_nouns(segment)}
