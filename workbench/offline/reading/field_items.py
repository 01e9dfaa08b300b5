"""Adds the items of a list to an entity, as its fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.ideas import EntityIdea, FieldIdea
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.naming import SERVER_NAMES
from workbench.offline.reading.segments import Segment
from workbench.offline.reading.tokens import Group, Parsed, Word


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
        idea = read_field(self.parsed.text[words[0].start : words[-1].end])
        if idea is None:
            return
        if idea.name in SERVER_NAMES:
            self._server(idea, words)
        elif any(other.name == idea.name for other in entity.fields):
            return
        elif idea.target is not None or not idea.typed:
            entity.fields.append(idea)
            self.targets.append((idea, entity, words))
        else:
            entity.fields.append(idea)
            self.ledger.read(words)

    def add_noted(self, entity: EntityIdea, item: Segment, group: Group) -> bool:
        """`status (open, done)` or `isbn (unique)` among fields; False for a thing and its fields."""
        noted = [word for part in group.items for word in part]
        if not item.words or not noted:
            return False
        words = [*item.words, *noted]
        end = self.parsed.text.index(")", words[-1].end) + 1
        idea = read_field(self.parsed.text[words[0].start : end])
        taken = {other.name for other in entity.fields}
        if idea is None or idea.name in taken or not (idea.typed or idea.unique or idea.optional):
            return False
        entity.fields.append(idea)
        self.ledger.read(words)
        return True

    def _server(self, idea: FieldIdea, words: list[Word]) -> None:
        if idea.typed or idea.optional:
            return
        self.ledger.read(words)
        note = "The server gives every record its id, and notes when it was created and changed."
        if note not in self.assumptions:
            self.assumptions.append(note)
