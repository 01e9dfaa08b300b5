"""Ties what was read together: references between entities, fields of the catalogue, abilities."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.offline.catalogue.entries import Thing, meant, thing
from workbench.offline.english import is_plural, singular
from workbench.offline.reading.calling import is_thing
from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.ideas import EntityIdea, FieldIdea
from workbench.offline.reading.kinds import has_feature
from workbench.offline.reading.mentions import Link, find
from workbench.offline.reading.naming import ascii_words
from workbench.offline.reading.nouns import NounPhrase, noun_phrase
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.ties.completing import complete_from_catalogue
from workbench.offline.reading.ties.cycles import break_cycles
from workbench.offline.reading.ties.groups import Side
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.offline.reading.wishes.abilities import is_ability
from workbench.plan.fields import FieldType
from workbench.plan.names import with_article

_BELONGING = frozenset({"belong", "belongs", "belonging"})


def link(reader: Reader) -> None:
    """Finishes the reading once all entities are known."""
    for statement in list(reader.statements):
        if _belongs(reader, statement):
            reader.statements.remove(statement)
    _stated_links(reader)
    _fields_that_name_entities(reader)
    complete_from_catalogue(reader)
    _listed_links(reader)
    break_cycles(reader)
    for statement in reader.statements:
        if is_ability(reader.result.entities, statement.words):
            reader.ledger.read(statement.words)
        elif statement.about and not all(reader.ledger.is_read(w) for w in statement.words):
            reader.ledger.reported_whole(statement.about[0], statement.words[-1])


def _find(reader: Reader, key: str) -> EntityIdea | None:
    return find(reader.result.entities, key)


def _belongs(reader: Reader, statement: Segment) -> bool:
    """`Each task belongs to a project.`"""
    words = [word for word in statement.words if not word.is_mark]
    verb = next((n for n, word in enumerate(words) if word.lower in _BELONGING), None)
    if verb is None:
        return False
    before = noun_phrase([word for word in words[:verb] if word.lower != "that"])
    child = _find(
        reader, (before if before.noun else noun_phrase(statement.about or statement.of)).key
    )
    parent = noun_phrase(words[verb + 2 :])
    if child is None or not parent.is_name or parent.relations or parent.rest:
        return False
    target = _find(reader, parent.key) or _owner_of_each(reader, child, parent)
    if target is None:
        return False
    _refer(child, target)
    reader.ledger.read(words)
    return True


def _owner_of_each(reader: Reader, child: EntityIdea, parent: NounPhrase) -> EntityIdea | None:
    """The project of `each task belongs to a project`, if the request says no more of it."""
    if parent.key in vocabulary().person or has_feature(parent.noun):
        return None
    target = _kept_too(reader, parent.noun)
    one, belonging = with_article(child.one.lower()), with_article(target.one.lower())
    reader.result.assumptions.append(
        f"{target.many} are kept too, as {one} belongs to {belonging}."
    )
    return target


def _kept_too(reader: Reader, noun: Sequence[Word]) -> EntityIdea:
    """A thing that the request only mentions, as an entity."""
    target = reader.named.called(noun)
    reader.result.entities.append(target)
    return target


def _fields_that_name_entities(reader: Reader) -> None:
    """A field called as an entity is a reference to it."""
    for idea, entity, words in reader.fields.targets:
        key = " ".join(part for part in idea.label.lower().removesuffix(" id").split())
        wanted = idea.target.lower() if idea.target is not None else key
        target = _find(reader, wanted) or _find(reader, _one_of(reader, wanted))
        if target is entity and idea.target is None:
            target = None
        if target is None and idea.target is None and _is_kind_of(reader, entity, idea, key):
            reader.ledger.read(words)
            continue
        if target is None:
            if idea.target is not None:
                entity.fields.remove(idea)
                continue
        elif idea.target is None and _names_many(reader, wanted, target) and not idea.unique:
            _point_to_many(reader, entity, idea, target)
        elif target is entity or idea.unique:
            entity.fields.remove(idea)
            continue
        elif any(other.target == target.name for other in entity.fields if other is not idea):
            if idea.target is None:
                entity.fields.remove(idea)
            else:
                _point(idea, target, named=True)
        else:
            _point(idea, target, named=idea.target is not None)
        reader.ledger.read(words)


def _is_kind_of(reader: Reader, entity: EntityIdea, idea: FieldIdea, key: str) -> bool:
    """`home team` where there are teams: a reference, which is an assumption."""
    before, _, last = key.rpartition(" ")
    target = _find(reader, last) if before else None
    if target is None or target is entity or idea.unique or idea.type is not FieldType.STRING:
        return False
    if idea.low is not None or idea.longest is not None or len(last) < 3:
        return False
    _point(idea, target, named=True)
    one = with_article(entity.one.lower())
    reader.result.assumptions.append(
        f"The {idea.label.lower()} of {one} is one of the {target.many.lower()}."
    )
    return True


def _one_of(reader: Reader, wanted: str) -> str:
    """What the entity of one of them is known by."""
    before, _, last = wanted.rpartition(" ")
    known = reader.parsed.names.nouns.get(last)
    return singular(wanted) if known is None else f"{before} {known.key}".strip()


def _names_many(reader: Reader, wanted: str, target: EntityIdea) -> bool:
    known = reader.parsed.names.nouns.get(wanted)
    if known is not None:
        return wanted != known.one.lower()
    return is_plural(wanted.split()[-1]) and not is_plural(target.words)


def _point(idea: FieldIdea, target: EntityIdea, *, named: bool) -> None:
    idea.name = _reference_name(idea.label if named else target.one)
    idea.label = idea.label.removesuffix(" ID")
    idea.type, idea.target, idea.typed = FieldType.REF, target.name, True


def _reference_name(words: str) -> str:
    return "_".join(ascii_words(words.lower())).removesuffix("_id") + "_id"


def _refer(child: EntityIdea, parent: EntityIdea, *, optional: bool = False) -> bool:
    """Lets the child belong to the parent; False if it does already, or never can."""
    if child is parent or any(field.target == parent.name for field in child.fields):
        return False
    if any(field.target == child.name and field.type is FieldType.REFS for field in parent.fields):
        return False
    name = _reference_name(parent.one)
    if any(field.name == name for field in child.fields):
        return False
    child.fields.append(
        FieldIdea(
            name, parent.one, FieldType.REF, typed=True, optional=optional, target=parent.name
        )
    )
    return True


def _stated_links(reader: Reader) -> None:
    """`notes for each plant`; words that lead to no entity stay unread."""
    for stated in reader.named.links:
        target = _find(reader, stated.target) or _implied(reader, stated)
        if target is not None and target is not stated.entity:
            _refer(stated.entity, target)
            reader.ledger.read(stated.words)


def _implied(reader: Reader, stated: Link) -> EntityIdea | None:
    """The plants of `notes for each plant`, and the categories of `expenses by category`."""
    known, described = vocabulary(), thing(stated.target)
    named = bool(stated.noun) and is_thing([word.lower for word in stated.noun])
    if not named or described is None or stated.target in known.person:
        return None
    each = any(word.lower in known.quantifier for word in stated.words)
    sorted_by = described.sorts and stated.words[0].lower in ("by", "per")
    if not each and not sorted_by:
        return None
    target = _kept_too(reader, stated.noun)
    relation = "for each" if each else "by"
    them = "" if each else f" {target.one.lower()}"
    reader.result.assumptions.append(
        f"{target.many} are kept too, as there are {stated.entity.many.lower()} {relation}{them}."
    )
    return target


def _listed_links(reader: Reader) -> None:
    """References that the catalogue knows, and those between a thing and what is listed with it."""
    for first, side, second in reader.ties:
        if side is Side.SECOND:
            _assume(reader, second, first)
        elif side is Side.FIRST:
            _assume(reader, first, second)
        elif side is Side.BOTH:
            _refer_to_many(reader, first, second)
    for one, many in reader.counted:
        known = thing(many.words)
        shared = known is not None and (known.several or known.sorts)
        if shared or (many, one) in reader.counted:
            _refer_to_many(reader, one, many)
        elif not any(field.target == many.name for field in one.fields):
            _assume(reader, many, one)
    for subject, listed in reader.lists:
        for entity in listed:
            if subject is None or entity is subject or _refers(subject, entity):
                continue
            known = thing(entity.words)
            if known is not None and known.several:
                _refer_to_many(reader, subject, entity)
            elif (known is not None and known.sorts) or (
                (of := thing(subject.words)) is not None and entity.words in of.belongs_to
            ):
                _assume(reader, subject, entity)
            elif not _has_parent(reader, entity) and not _is_person(known, entity):
                _assume(reader, entity, _nearest(known, entity, subject, listed))
        if subject is None:
            _several(reader, listed)
    for entity in reader.result.entities:
        _known_links(reader, entity)


def _nearest(
    known: Thing | None, entity: EntityIdea, subject: EntityIdea, listed: list[EntityIdea]
) -> EntityIdea:
    """The question, for the answers of a quiz with questions and answers; else the subject."""
    near = {other.words: other for other in [subject, *listed] if other is not entity}
    for key in known.belongs_to if known is not None else ():
        if key in near and not _refers(near[key], entity):
            return near[key]
    return subject


def _refers(entity: EntityIdea, other: EntityIdea) -> bool:
    return any(field.target == other.name for field in entity.fields)


def _known_links(reader: Reader, entity: EntityIdea) -> None:
    """What the catalogue says that a thing without fields of its own belongs to, and refers to."""
    known = thing(entity.words)
    if known is None or not entity.from_catalogue:
        return
    known = meant(known, [other.words for other in reader.result.entities])
    parents = [_find(reader, key) for key in known.belongs_to]
    first = next((parent for parent in parents if parent is not None), None)
    if first is not None and not _has_parent(reader, entity):
        _assume(reader, entity, first)
    for key in known.refers_to:
        target = _find(reader, key)
        if target is not None:
            _assume(reader, entity, target)


def _has_parent(reader: Reader, entity: EntityIdea) -> bool:
    return any(field.type is FieldType.REF for field in entity.fields)


def _is_person(known: object, entity: EntityIdea) -> bool:
    """Members and customers are listed beside a thing, and do not belong to it."""
    people = {"user", "member", "customer", "client", "employee", "author", "student", "teacher"}
    return entity.words.rpartition(" ")[2] in people


def _several(reader: Reader, listed: list[EntityIdea]) -> None:
    """Tags belong to the first thing that is listed with them."""
    others = [e for e in listed if (known := thing(e.words)) is None or not known.several]
    for entity in listed:
        if entity not in others and others:
            _refer_to_many(reader, others[0], entity)


def _assume(reader: Reader, child: EntityIdea, parent: EntityIdea) -> None:
    if _refer(child, parent):
        one, many = with_article(parent.one.lower()), with_article(child.one.lower())
        reader.result.assumptions.append(f"{many[:1].upper()}{many[1:]} belongs to {one}.")


def _refer_to_many(reader: Reader, one: EntityIdea, many: EntityIdea) -> None:
    """Lets each record of the one have several of the other, if it does not yet."""
    name = "_".join(ascii_words(many.many))
    if any(field.target == one.name for field in many.fields):
        return
    if any(field.target == many.name or field.name == name for field in one.fields):
        return
    idea = FieldIdea(name, many.many, FieldType.REFS)
    one.fields.append(idea)
    _point_to_many(reader, one, idea, many)


def _point_to_many(reader: Reader, one: EntityIdea, idea: FieldIdea, many: EntityIdea) -> None:
    idea.type, idea.target, idea.typed, idea.optional = FieldType.REFS, many.name, True, True
    each = with_article(one.one.lower())
    reader.result.assumptions.append(
        f"{each[:1].upper()}{each[1:]} has any number of {many.many.lower()}, and "
        f"{with_article(many.one.lower())} any number of {one.many.lower()}."
    )
