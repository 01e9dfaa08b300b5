"""Adds the items of a list to an entity, as its fields."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workbench.offline.catalogue.foreign import Names
from workbench.offline.english import singular
from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.dividing.wording import notes, said
from workbench.offline.reading.field_reading import is_note, read_field
from workbench.offline.reading.field_types import names_a_field, type_by_name
from workbench.offline.reading.fields.salvage import salvaged
from workbench.offline.reading.ideas import EntityIdea, FieldIdea
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.naming import SERVER_NAMES, field_name
from workbench.offline.reading.tokens import Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.plan.fields import FieldType

# What an `id` or a `created_at` can be called and still be the server's.
_SERVER_TYPES = frozenset({FieldType.INTEGER, FieldType.STRING, FieldType.DATE, FieldType.DATETIME})


@dataclass
class FieldItems:
    """Reads items as fields, and notes in the ledger what was read.

    `targets` are the fields that may be references, with their entity and words: whether they are is
    known only once all entities are.
    """

    parsed: Parsed
    ledger: Ledger
    assumptions: list[str]
    targets: list[tuple[FieldIdea, EntityIdea, list[Word]]] = field(default_factory=list)

    def add(self, entity: EntityIdea, words: list[Word]) -> None:
        """Reads an item as a field of the entity; without success its words stay unread."""
        named = words
        if self.parsed.is_foreign and len(words) > 1 and words[0].lower in vocabulary().determiner:
            named = words[1:]  # `einen Namen`: the grammar knows the articles of English
        text = said(named, self.parsed)
        idea = read_field(text) or salvaged(text)
        if idea is not None:
            if self.parsed.is_foreign:
                _count_in_other_language(idea)
                _type_in(self.parsed.names, idea)
            idea.guessed |= bool(idea.values) and any(word.kind == "CHOICES" for word in words)
            self._keep(entity, idea, words)

    def add_one_of_each(self, entity: EntityIdea, words: list[Word]) -> None:
        """`due dates` of an app with due dates: a due date."""
        one = replace(words[-1], text=singular(words[-1].lower))
        idea = read_field(said([*words[:-1], one], self.parsed))
        if idea is not None:
            idea.mentioned = True
            self._keep(entity, idea, words)

    def add_noted(self, entity: EntityIdea, item: Segment, group: Group) -> bool:
        """`status (open, done)` or `isbn (unique)` among fields; False for a thing and its fields."""
        noted = [word for part in group.items for word in part]
        if not item.words or not noted:
            return False
        words, text = [*item.words, *noted], said(item.words, self.parsed)
        items = notes(group.items, self.parsed)
        idea = read_field(f"{text} ({', '.join(items)})")
        if idea is not None and not (idea.typed or idea.label.endswith(")") or is_note(items)):
            return False
        if idea is None and len(items) == 1 and not names_a_field(items[0]):
            idea = read_field(text)
            if idea is not None:
                idea.partly = True
        return idea is not None and self._keep(entity, idea, words)

    def _keep(self, entity: EntityIdea, idea: FieldIdea, words: list[Word]) -> bool:
        """Adds the field; False if the entity has one of that name."""
        if idea.name in SERVER_NAMES:
            if not idea.partly:
                self._server(idea, words)
            return True
        same = next((other for other in entity.fields if other.name == idea.name), None)
        if same is not None:
            return self._said_again(same, idea, words)
        entity.fields.append(idea)
        if idea.partly:
            self.ledger.reported_whole(words[0], words[-1])
        if idea.guessed:
            self.assumptions.append(
                f"{entity.many}: {idea.label.lower()} is one of {', '.join(idea.values)}."
            )
        if idea.target is not None or not idea.typed:
            self.targets.append((idea, entity, words))
        else:
            self.ledger.read(words)
        return True

    def _said_again(self, field: FieldIdea, idea: FieldIdea, words: list[Word]) -> bool:
        """`a title` of what has a title: nothing new, or that it is unique; False for another field."""
        more = idea.typed or idea.optional or idea.partly
        if more or words[0].lower not in ("a", "an", "the"):
            return False
        field.unique = field.unique or idea.unique
        self.ledger.read(words)
        return True

    def _server(self, idea: FieldIdea, words: list[Word]) -> None:
        if idea.optional or (idea.typed and idea.type not in _SERVER_TYPES):
            return
        self.ledger.read(words)
        note = "The server gives every record its id, and notes when it was created and changed."
        if note not in self.assumptions:
            self.assumptions.append(note)


def _type_in(names: Names, idea: FieldIdea) -> None:
    """`Preis` is a number, as the price that it is called in English."""
    english = names.fields.get(idea.label.lower())
    limited = idea.shortest is not None or idea.longest is not None
    if english and not (idea.typed or limited) and idea.type is FieldType.STRING:
        idea.type = type_by_name(field_name(english))


def _count_in_other_language(idea: FieldIdea) -> None:
    """`note de 1 à 5` is a number: a text by its English name has no such limits in another language."""
    if idea.type is FieldType.TEXT and not idea.typed and idea.shortest is not None:
        idea.type, idea.low, idea.high = FieldType.INTEGER, idea.shortest, idea.longest
        idea.shortest = idea.longest = None
