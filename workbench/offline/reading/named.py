"""What the request names: the kinds of records, and the system."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.offline.english import plural
from workbench.offline.reading.ideas import EntityIdea, Understanding
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.mentions import Link, Subject
from workbench.offline.reading.naming import entity_idea, label
from workbench.offline.reading.nouns import NounPhrase, Relation, with_container
from workbench.offline.reading.vocabulary import vocabulary


@dataclass
class Named:
    """Makes entities and the title from phrases, and notes in the ledger what was read."""

    result: Understanding
    ledger: Ledger
    links: list[Link] = field(default_factory=list)

    def entity(self, subject: Subject) -> EntityIdea:
        """The entity that a phrase names, made at its first mention."""
        phrase = subject.phrase
        entity = self.declared(phrase.key)
        if entity is None:
            entity = entity_idea(phrase.text)
            entity.words = phrase.key
            self._keep_apart(entity)
            self.result.entities.append(entity)
        self.ledger.read(
            [*phrase.opening, *phrase.container, *phrase.quantifier, *phrase.quantity, *phrase.noun]
        )
        for relation in phrase.relations:
            self.links.append(_link(entity, relation))
        subject.entity = entity
        return entity

    def _keep_apart(self, entity: EntityIdea) -> None:
        """Two nouns that are spelled alike on the wire get different names."""
        taken = {part for other in self.result.entities for part in (other.name, other.plural)}
        name, path, number = entity.name, entity.plural, 2
        while entity.name in taken or entity.plural in taken:
            entity.name, entity.plural = f"{name}{number}", f"{path}_{number}"
            number += 1

    def system(self, phrase: NounPhrase, kept: list[str]) -> list[EntityIdea]:
        """Keeps what a system of that name usually keeps, and says so."""
        self.result.entities += [entity_idea(plural(key)) for key in kept]
        names = ", ".join(entity.many.lower() for entity in self.result.entities)
        self.result.assumptions.append(
            f"“{with_container(phrase)}” says no more: it keeps {names}."
        )
        return list(self.result.entities)

    def declared(self, key: str) -> EntityIdea | None:
        """The entity that the request calls so."""
        return next((entity for entity in self.result.entities if entity.words == key), None)

    def title(self, phrase: NounPhrase) -> None:
        """Calls the system so, if nothing before it did."""
        containers = [word for word in phrase.container if word.lower in vocabulary().container]
        words = [*phrase.noun, *(word for word in containers if word.index > phrase.noun[0].index)]
        if not self.result.title:
            self.result.title = label(" ".join(word.text for word in words))
            self.ledger.read([*phrase.opening, *phrase.noun, *phrase.container])

    def title_of_container(self, phrase: NounPhrase) -> None:
        """`A tracker` by itself at least names the system."""
        words = [word for word in phrase.container if not vocabulary().is_neutral(word.lower)]
        if words and not self.result.title:
            self.result.title = label(words[0].text)
        self.ledger.read([*phrase.opening, *phrase.container])


def is_only_filler(phrase: NounPhrase) -> bool:
    """True for a noun of which no word says what is kept."""
    known = vocabulary()
    people = {"user", "users", "people", "person"}
    return all(
        word.lower not in people and (known.is_neutral(word.lower) or word.lower in known.software)
        for word in phrase.noun
    )


def _link(entity: EntityIdea, relation: Relation) -> Link:
    return Link(entity, relation.target, tuple(relation.noun), tuple(relation.words))
