"""What the request names: the kinds of records, and the system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbench.offline.catalogue.entries import system, systems, thing, things
from workbench.offline.catalogue.without_records import keeps_nothing
from workbench.offline.english import plural
from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.dividing.wishes_named import is_doing
from workbench.offline.reading.ideas import EntityIdea, Understanding
from workbench.offline.reading.kinds import Kind, is_attribute, kind_of
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.mentions import Link, Subject
from workbench.offline.reading.naming import entity_called, entity_idea, label
from workbench.offline.reading.nouns import (
    NounPhrase,
    Relation,
    key_of,
    known_as,
    noun_phrase,
    usual_things,
    with_container,
)
from workbench.offline.reading.systems_said import unnamed_parent
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.plan.names import with_article

_DOING = frozenset({"can", "could", "may", "must", "should", "shall", "will", "cannot"})


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
            entity = self._made(phrase)
        self.ledger.read(
            [*phrase.opening, *phrase.container, *phrase.quantifier, *phrase.quantity, *phrase.noun]
        )
        for relation in phrase.relations:
            self.links.append(_link(entity, relation))
        subject.entity = entity
        return entity

    def _made(self, phrase: NounPhrase) -> EntityIdea:
        entity = self.called(phrase.noun)
        self._keep_apart(entity)
        self.result.entities.append(entity)
        return entity

    def called(self, noun: Sequence[Word]) -> EntityIdea:
        """An entity of that name; a noun that the catalogue knows has its own singular and plural."""
        known = noun[-1].noun
        if known is None:
            text = " ".join(word.text for word in noun)
            entity = entity_idea(text, is_foreign=self.ledger.parsed.is_foreign)
        else:
            before = [word.text for word in noun[:-1]]
            entity = entity_called(before, known.one, known.many)
        entity.words = key_of(list(noun))
        return entity

    def _usual(self, key: str) -> EntityIdea:
        """A thing of the catalogue, called as in the language of the request."""
        known = self.ledger.parsed.names.called(key)
        if known is None:
            return entity_idea(plural(key))
        entity = entity_called([], known.one, known.many)
        entity.words = key
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
        self.result.entities += [self._usual(key) for key in kept]
        names = ", ".join(entity.many.lower() for entity in self.result.entities)
        system = with_article(with_container(phrase))
        self.result.assumptions.append(
            f"The request names no records; {system} usually has {names}."
        )
        return list(self.result.entities)

    def parent_of(self, listed: list[EntityIdea], usual: list[str]) -> None:
        """Keeps the posts of a blog with comments, to which these belong."""
        key = unnamed_parent(listed, usual)
        if key is not None and self.declared(key) is None:
            parent = self._usual(key)
            self.result.entities.insert(self.result.entities.index(listed[0]), parent)
            one = with_article(listed[0].one.lower())
            self.result.assumptions.append(
                f"{parent.many} are kept too, as {one} belongs to one of them."
            )

    def main_thing(self, phrase: NounPhrase, usual: list[str]) -> EntityIdea:
        """What a system is about, where the request only names what each of these has."""
        self.title(phrase)
        return self.system(phrase, usual[:1])[0]

    def usual(self, phrase: NounPhrase) -> EntityIdea:
        """The records of a reading list."""
        key = (system(known_as(phrase)) or [""])[-1]
        entity = self.declared(key) or self.system(phrase, [key])[-1]
        self.ledger.read([*phrase.opening, *phrase.container, *phrase.noun, *phrase.rest])
        return entity

    def of_list(
        self, subject: Subject, items: list[Segment], kinds: list[Kind]
    ) -> EntityIdea | None:
        """The entity that a list is about; None if it is about the system."""
        phrase = subject.phrase
        if not phrase.is_name or phrase.rest or is_only_filler(phrase):
            return None
        has_fields = Kind.FIELD in kinds
        if not has_fields and (is_topic(phrase) or _only_titles(phrase, items, kinds)):
            return None
        if phrase.noun[-1].lower in vocabulary().person and not has_fields:
            return None
        declared = self.declared(phrase.key)
        usual = usual_things(phrase)
        if usual is not None and not declared and not has_fields:
            only = all(
                item.group is None and is_attribute(noun_phrase(item.words)) for item in items
            )
            return self.main_thing(phrase, usual) if only else None
        counts = bool(phrase.quantifier) or phrase.is_plural or bool(phrase.container)
        counts = counts or (self.ledger.parsed.is_foreign and phrase.is_begun)
        if declared or has_fields or counts or thing(phrase.key) is not None:
            if items[0].joint is not Joint.HAS:
                self.title(phrase)
            return self.entity(subject)
        return None

    def mentioned(self, statements: list[Segment]) -> None:
        """Keeps the common things that statements mention, where nothing else is named.

        The statements stay unread: they say more than that there are such things. Who does something
        is not what is kept.
        """
        for statement in statements:
            doing = [n for n, word in enumerate(statement.words) if word.lower in _DOING]
            for before, word in pairwise(statement.words[min(doing, default=0) :]):
                if _is_mentioned(before, word) and not self.declared(key_of([word])):
                    self._made(NounPhrase(noun=[word]))
        names = " and ".join(entity.many.lower() for entity in self.result.entities)
        if names:
            self.result.assumptions.append(
                f"What is kept are {names}, as the request mentions them."
            )

    def declared(self, key: str) -> EntityIdea | None:
        """The entity that the request calls so."""
        return next((entity for entity in self.result.entities if entity.words == key), None)

    def is_feature(self, segment: Segment) -> bool:
        """True for a wish beyond records, such as a dashboard with charts; a chat app is none."""
        phrase = noun_phrase(segment.words)
        kind = kind_of(segment, phrase, self.ledger.parsed)
        declared = self.declared(phrase.key) is not None
        return kind is Kind.FEATURE and not declared and usual_things(phrase) is None

    def keys(self) -> set[str]:
        """What the entities are called."""
        return {entity.words for entity in self.result.entities}

    def title(self, phrase: NounPhrase) -> None:
        """Calls the system so, if nothing before it did."""
        known = vocabulary().container
        containers = [w for w in phrase.container if w.lower in known or is_doing([w.lower])]
        words = [*phrase.noun, *(word for word in containers if word.index > phrase.noun[0].index)]
        if not self.result.title:
            self.result.title = label(self._said(words))
            self.ledger.read([*phrase.opening, *phrase.noun, *phrase.container])

    def _said(self, words: list[Word]) -> str:
        """The words, or as the request has them in one: `Aufgabenliste`."""
        text = self.ledger.quoted(words) if self.ledger.parsed.is_foreign else ""
        return text if len(text.split()) == 1 else " ".join(word.text for word in words)

    def system_by(self, phrase: NounPhrase) -> None:
        """Takes the title from a phrase that names the system."""
        if phrase.is_name and not phrase.rest and not is_only_filler(phrase):
            self.title(phrase)

    def title_of_container(self, phrase: NounPhrase) -> None:
        """`A tracker` by itself at least names the system."""
        words = [word for word in phrase.container if not vocabulary().is_neutral(word.lower)]
        if words and not self.result.title:
            self.result.title = label(words[0].text)
        self.ledger.read([*phrase.opening, *phrase.container])


def is_topic(phrase: NounPhrase) -> bool:
    """True for `a weather app`, `a chess game` and `a voting app`: these name no records."""
    known = vocabulary()
    kept = any(word.lower in known.keeping - known.wanting for word in phrase.opening)
    if not phrase.noun or kept or usual_things(phrase) is not None:
        return False
    called = [word.lower for word in phrase.noun]
    after = [w.lower for w in phrase.container if w.index > phrase.noun[-1].index]
    if any(keeps_nothing(" ".join([*called, *after[:n]])) for n in range(1, len(after) + 1)):
        return True
    if any(word.lower not in known.only_software for word in phrase.container):
        return False
    about = all(word in known.topic for word in called) or is_doing(called)
    about = about or any(word.lower == "clone" for word in phrase.container)
    if about and phrase.container:
        return thing(phrase.key) is None
    return keeps_nothing(" ".join(called))


def _only_titles(phrase: NounPhrase, items: list[Segment], kinds: list[Kind]) -> bool:
    """True for `a tool for landlords: …` and `a taxi company with …`: nothing listed belongs to these."""
    last = phrase.noun[-1].lower
    user = bool(phrase.container) and items[0].joint is Joint.COLON and len(items) > 1
    user = user or (last in vocabulary().organisation and len(phrase.noun) > 1)
    listed = [thing(noun_phrase(item.words).key) for item in items]
    belong = any(known is not None and phrase.key in known.belongs_to for known in listed)
    return user and not belong and set(kinds) == {Kind.THINGS} and not phrase.quantifier


def is_usual(phrase: NounPhrase) -> bool:
    """True for a list that has a name of its own, as a reading list has."""
    return bool(phrase.container) and " " in known_as(phrase) and known_as(phrase) in systems()


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


def _is_mentioned(before: Word, word: Word) -> bool:
    """True for the common thing of `my recipes`, `each order` or `any post`, and no verb."""
    known, key = vocabulary(), key_of([word])
    one = before.lower in known.determiner | known.quantifier
    return key in things() and key not in known.person and (one or key != word.lower)
