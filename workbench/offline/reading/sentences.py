"""Reads sentences: which words name kinds of records, which their fields, which the whole system."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.offline.catalogue.entries import thing
from workbench.offline.reading.dividing.clauses import names_known, says_something, whole
from workbench.offline.reading.dividing.joints import Joint, Segment, split_at_verb
from workbench.offline.reading.dividing.kinds_said import Announced, announces, drop_kinds
from workbench.offline.reading.dividing.lists import begins_list, defines, end_of_list
from workbench.offline.reading.dividing.segments import segments
from workbench.offline.reading.dividing.wording import merged
from workbench.offline.reading.field_items import FieldItems
from workbench.offline.reading.ideas import EntityIdea, Understanding
from workbench.offline.reading.kinds import (
    Kind,
    is_field_in_plural,
    is_field_of_each,
    is_noted,
    kind_of,
    kinds_of,
    lists_roles,
    note_types,
)
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.mentions import Owning, Subject, denied_keys
from workbench.offline.reading.named import Named, is_only_filler, is_topic, is_usual
from workbench.offline.reading.nouns import (
    NounPhrase,
    named_by_container,
    noun_phrase,
    usual_things,
)
from workbench.offline.reading.systems_said import mark_wishes, names_none
from workbench.offline.reading.ties.groups import Side, between, tie
from workbench.offline.reading.tokens import Entry, Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.offline.reading.wishes.owning import owning
from workbench.offline.reading.wishes.restrictions import Restriction, begins_with_only, restriction


@dataclass
class Reader:
    """Reads one sentence after the other; what is read is noted in the ledger."""

    parsed: Parsed
    ledger: Ledger
    result: Understanding = field(default_factory=Understanding)
    fields: FieldItems = field(init=False)
    named: Named = field(init=False)
    lists: list[tuple[EntityIdea | None, list[EntityIdea]]] = field(default_factory=list)
    statements: list[Segment] = field(default_factory=list)
    owning: list[Owning] = field(default_factory=list)
    counted: list[tuple[EntityIdea, EntityIdea]] = field(default_factory=list)
    denied: list[Segment] = field(default_factory=list)
    _open: Subject | None = None
    _kinds: bool = False
    ties: list[tuple[EntityIdea, Side, EntityIdea]] = field(default_factory=list)
    _group_before: EntityIdea | None = None
    _between: Side = Side.NEITHER
    _system_alone: tuple[NounPhrase, list[str]] | None = None
    _thing_alone: Subject | None = None

    def __post_init__(self) -> None:
        self.fields = FieldItems(self.parsed, self.ledger, self.result.assumptions)
        self.named = Named(self.result, self.ledger)

    def entry(self, entry: Entry, *, heads_list: bool) -> None:
        """Reads one sentence, or one item of a bulleted list below the sentence before.

        `heads_list`: such items follow.
        """
        only = restriction(entry) if begins_with_only(entry) else None
        if only is not None:
            self._only(entry, only)
            return
        found = segments(entry, self.parsed)
        if not entry.bulleted:
            self.finish()
            heading = self._heading(found) if heads_list else None
            announced = announces(found) if heads_list else Announced.NOTHING
            self._kinds = announced is Announced.KINDS
            if announced is not Announced.NOTHING:
                self.ledger.read([*found[0].by, *found[0].words])
                return
            if heading is None or len(found) > 1:
                self._sentence(found)
            elif heading.phrase.is_name and not heading.phrase.rest:
                self.named.title(heading.phrase)
            self._open = heading
        elif self._kinds and len(found) == 1 and not found[0].group:
            found[0].named = True
            self._item(None, found[0], bare=True)
        elif self._open is None or defines(found):
            self._sentence(found)
        else:
            found[0].joint = Joint.COMMA
            note_types(self._open.phrase, found, self.parsed)
            self._list(self._open, found, Joint.LINK)

    def _only(self, entry: Entry, only: Restriction) -> None:
        """Reads what a restriction is about, if its fields follow; `accounts` reads the rest."""
        if not entry.bulleted:
            self.finish()
        objects = Entry(entry.parts[only.tail :])
        if any(isinstance(part, Group) for part in objects.parts):
            self._sentence(segments(objects, self.parsed))

    def finish(self) -> None:
        """Ends the bulleted list that is being read, if any: its heading may stand for itself."""
        heading, self._open = self._open, None
        if heading is not None and heading.entity is None and not self.result.entities:
            self._alone(heading.segment)

    def end(self) -> None:
        """Ends the request: what it keeps is what it names by itself, if it says no more."""
        self.finish()
        if self.result.entities:
            return
        if self._system_alone is not None:
            phrase, usual = self._system_alone
            denied = denied_keys(self.denied)
            kept = self.named.system(phrase, [key for key in usual if key not in denied])
            self.lists.append((None, kept))
        elif self._thing_alone is not None:
            self.named.title(self._thing_alone.phrase)
            self.named.entity(self._thing_alone)
        else:
            self.named.mentioned(self.statements)

    # -- sentences -----------------------------------------------------------------------------

    def _sentence(self, found: list[Segment]) -> None:
        drop_kinds(found, self.parsed, self.ledger)
        self._between = between(found, self.ledger)
        if says_something(found):
            self.statements.append(whole(found))
            return
        place, stating, with_group = 0, False, False
        head: list[Word] = []
        self._group_before = None
        while place < len(found):
            segment = found[place]
            end = place + 1
            joint = found[end].joint if end < len(found) else None
            lists = joint in (Joint.HAS, Joint.LINK, Joint.COLON)
            goes_on = segment.joint in (Joint.COMMA, Joint.AND) and joint is not Joint.HAS
            stating = segment.statement or (stating and goes_on)
            if segment.joint is Joint.WITHOUT:
                self.denied.append(segment)
            elif segment.group is not None and not is_noted(segment, self.parsed):
                self._group(segment)
            elif stating or (len(found) > 1 and self.named.is_feature(segment)):
                segment.of = head
                self.statements.append(segment)
                if place and found[place - 1].joint is Joint.WITHOUT:  # `without prices, login`
                    self.ledger.reported_whole(segment.words[0], segment.words[-1])
            elif joint is Joint.COLON and begins_list(found, end):
                self.named.system_by(noun_phrase(segment.words))
            elif joint is Joint.HAS and begins_list(found, end):  # `has lines with a price`
                self._listed(segment, found[end : end + 1])
                if not self.result.title and self.result.entities:
                    self.result.title = self.result.entities[0].many
            elif lists:
                head = segment.words
                end = end_of_list(found, end)
                self._listed(segment, found[place + 1 : end])
            elif segment.joint is not Joint.START:
                listed = self._item(None, segment, bare=True)
                with_group = segment.joint is Joint.LINK or (with_group and goes_on)
                if listed is not None and with_group and self._group_before is not None:
                    self.lists.append((self._group_before, [listed]))
            elif not self._heads(found):
                self._alone(segment)
            place = end

    def _heads(self, found: list[Segment]) -> bool:
        """True for a sentence that only says what the entries or groups after it belong to."""
        if not any(segment.group for segment in found):
            return False
        self.named.system_by(noun_phrase(found[0].words))
        return True

    def _heading(self, found: list[Segment]) -> Subject | None:
        """What a bulleted list below this sentence would be about."""
        if found[0].statement or found[0].group is not None or not found[0].words:
            return None
        phrase = noun_phrase(found[0].words)
        return Subject(phrase, found[0], self.named.declared(phrase.key))

    def _alone(self, segment: Segment) -> None:
        """A sentence that names a thing, or a system, and no more."""
        phrase = named_by_container(noun_phrase(segment.words))
        if not phrase.noun and not phrase.rest:
            self.named.title_of_container(phrase)
        kind = kind_of(segment, phrase, self.parsed)
        if names_known(segment, self.named.keys()):
            kind = Kind.STATEMENT  # `Print books` is no other kind of records
        kept = usual_things(phrase)
        if kind is Kind.FEATURE and kept is not None:
            kind = Kind.THINGS  # `a chat app`
        if is_topic(phrase):
            return
        if kind in (Kind.FEATURE, Kind.STATEMENT):
            self.statements.append(segment)
        if kind in (Kind.FEATURE, Kind.GIVEN, Kind.STATEMENT):
            return
        if not phrase.is_name or phrase.rest or is_only_filler(phrase):
            if any(word.lower in vocabulary().wanting for word in segment.words):
                self.statements.append(segment)
            return
        if kept is not None and not phrase.quantifier:
            self.named.title(phrase)
            self._system_alone = self._system_alone or (phrase, kept)
            return
        known = thing(phrase.key) is not None
        if (
            self.named.declared(phrase.key)
            or phrase.container
            or phrase.is_plural
            or (known and phrase.opening)
            or (self.parsed.is_foreign and phrase.is_begun)
        ):
            self.named.title(phrase)
            self.named.entity(Subject(phrase, segment))
        elif known:
            self._thing_alone = self._thing_alone or Subject(phrase, segment)

    def _listed(self, head: Segment, items: list[Segment]) -> None:
        """`a todo list with title and done`, `Plants have a name`, `Books: title, author`."""
        subject = Subject(noun_phrase(head.words), head)
        note_types(subject.phrase, items, self.parsed)
        joint = items[0].joint
        if Kind.FIELD in kinds_of(items, self.parsed):
            subject.phrase = named_by_container(subject.phrase)
        declared = self.named.declared(subject.phrase.key) is not None
        own = owning(subject, items, self.parsed, declared=declared) if joint is Joint.HAS else None
        if own is not None:
            self.owning.append(own)
            for item in items:
                entity = self._item(None, item, bare=False)
                self.owning[-1].entities.append(entity)
            return
        self._list(subject, items, joint)

    def _list(self, subject: Subject, items: list[Segment], joint: Joint) -> None:
        phrase = subject.phrase
        known = subject.entity is not None or self.named.declared(phrase.key) is not None
        usual = None if known else usual_things(phrase)
        mark_wishes(usual, items, self.parsed)
        kinds = kinds_of(items, self.parsed)
        if usual is not None and names_none(items, self.parsed):
            self.named.title(phrase)
            self._system_alone = self._system_alone or (phrase, usual)
        elif subject.entity is None:
            subject.entity = self.named.of_list(subject, items, kinds)
        named = phrase.is_name and not phrase.rest and not is_only_filler(phrase)
        if named and joint is Joint.HAS and phrase.noun[-1].lower in vocabulary().person:
            if subject.entity is None:  # `users have many posts`
                self.ledger.reported_whole(subject.segment.words[0], items[-1].words[-1])
        elif subject.entity is None and named:
            if any(item.group for item in items) or Kind.THINGS in kinds:
                self.named.title(phrase)
        if not phrase.noun:
            self.ledger.read([*phrase.opening, *phrase.container])
        has_fields = Kind.FIELD in kinds
        listed = [self._item(subject, item, bare=False, has_fields=has_fields) for item in items]
        kept = [(item, entity) for item, entity in zip(items, listed, strict=True) if entity]
        if kept or subject.entity is not None:
            self.ledger.read(word for item in items[:1] for word in item.by)
        self.lists.append((subject.entity, [entity for _, entity in kept]))
        if usual is not None and subject.entity is None:
            self.named.parent_of([entity for _, entity in kept], usual)
        if subject.entity is not None and joint is Joint.HAS:
            self.counted += [
                (subject.entity, entity)
                for item, entity in kept
                if (said := noun_phrase(item.words)).quantity or said.count
            ]

    # -- items ---------------------------------------------------------------------------------

    def _item(
        self, subject: Subject | None, item: Segment, *, bare: bool, has_fields: bool = False
    ) -> EntityIdea | None:
        """Reads one item of a list; the entity if it names one. `bare`: it follows a group."""
        phrase = noun_phrase(item.words)
        entity = subject.entity if subject is not None else None
        if item.group is not None:
            noted = is_noted(item, self.parsed)
            if entity is not None and (noted or (has_fields and not phrase.is_plural)):
                if self.fields.add_noted(entity, item, item.group):
                    return None
            kept = None if noted else self._group(item)
            if kept is not None and entity is not None and not phrase.is_plural:
                self.ties.append((entity, Side.FIRST, kept))  # `invoices: number, customer (name)`
            return kept
        kind = kind_of(item, phrase, self.parsed)
        if kind is Kind.THINGS and entity is None and names_known(item, self.named.keys()):
            kind = Kind.STATEMENT
        if kind is Kind.STATEMENT:
            item.of = subject.phrase.noun if subject is not None else []
            self.statements.append(item)
        elif kind in (Kind.GIVEN, Kind.FIELD) and is_usual(phrase) and entity is None:
            return self.named.usual(phrase)  # `each user has their own reading list`
        elif kind is Kind.GIVEN:
            self.ledger.read(item.words)
        elif kind is Kind.THINGS and not (entity and is_field_in_plural(phrase, has_fields)):
            return self.named.entity(Subject(phrase, item))
        elif kind is Kind.THINGS and entity is not None and is_field_of_each(phrase):
            self.fields.add_one_of_each(entity, item.words)
        elif kind in (Kind.FIELD, Kind.THINGS) and entity is not None:
            self.fields.add(entity, item.words)
        elif kind is Kind.FIELD and phrase.container and phrase.is_name and not phrase.rest:
            return self.named.entity(Subject(phrase, item))  # `a customer list`
        elif bare and kind is Kind.FIELD:
            self.statements.append(item)
        return None

    def _group(self, segment: Segment) -> EntityIdea | None:
        """`plants (name, species)`: the words before name the thing, its fields are in the group."""
        assert segment.group is not None
        if lists_roles(segment):
            self.ledger.reported_whole(segment.words[0], segment.group.items[-1][-1])
            return None
        found = tie(segment) if self._group_before else None
        doing, words = split_at_verb(segment)
        if found is not None and found.side is not Side.NEITHER:
            doing, words = [], found.rest
        if doing:
            self.statements.append(Segment(segment.joint, doing, statement=True))
        phrase = named_by_container(noun_phrase(words))
        if not phrase.is_name:
            return None
        entity = self.named.entity(Subject(phrase, segment))
        for item in merged(segment.group.items, self.parsed):
            self.fields.add(entity, item)
        if found is not None and self._group_before is not None:
            side = found.side if self._between is Side.NEITHER else self._between
            self._between = Side.NEITHER
            self.ties.append((self._group_before, side, entity))
            self.ledger.read(found.words)
            if segment.joint is Joint.LINK and side is Side.NEITHER:
                self.lists.append((self._group_before, [entity]))
        self._group_before = entity
        return entity
