"""A word of the grammar is in the plan in its meaning, or it is reported; never in a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.function_words import FUNCTION
from tests.support.grammar_requests import (
    BOTH,
    FIRST,
    FOREIGN,
    NUMBERS,
    Request,
    Said,
    grammar_requests,
)
from workbench.offline.reading.ideas import EntityIdea, FieldIdea, Understanding
from workbench.offline.reading.understanding import understand
from workbench.plan.fields import FieldType


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text.lower())


def names(read: Understanding) -> list[str]:
    """Everything that is called something."""
    return [
        read.title,
        *(text for entity in read.entities for text in (entity.one, entity.many)),
        *(re.sub(r"\(.*\)", "", f.label) for entity in read.entities for f in entity.fields),
    ]


def field(entity: EntityIdea, said: Said) -> FieldIdea | None:
    """The entity's field of that name; a unit in its label is no part of it."""
    for idea in entity.fields:
        if words(re.sub(r"\(.*\)", "", idea.label)) == words(said.name):
            return idea
    return None


def means(idea: FieldIdea, said: Said) -> bool:
    """True when the field has everything that is said of it."""
    limits = {(idea.low, idea.high), (idea.shortest, idea.longest)}
    return (
        (said.type is None or idea.type is said.type)
        and (said.limits is None or said.limits in limits)
        and tuple(idea.values) == said.values
        and idea.optional == said.optional
        and idea.unique == said.unique
    )


def is_reported(read: Understanding, text: str) -> bool:
    """True when a report has the whole text."""
    plain = " ".join(text.split())
    return any(plain in phrase or phrase in plain for phrase in read.not_understood)


@given(grammar_requests())
@settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_what_is_said_is_kept_in_its_meaning_or_reported(asked: Request) -> None:
    read = understand(asked.text)
    plain = set(words(" ".join([*asked.kinds, *NUMBERS])))
    for name in names(read):
        assert not FUNCTION.intersection(words(name)) - plain, (asked.text, name)
    assert {len(words(entity.many)) for entity in read.entities} <= {1, 2}, asked.text
    assert len(read.entities) == len(asked.kinds), (asked.text, names(read))
    for said in asked.fields:
        idea = field(read.entities[0], said)
        kept = idea is not None and means(idea, said) and not said.reported
        assert kept or is_reported(read, said.text), (asked.text, said, idea, read.not_understood)
        assert idea is not None, (asked.text, said)
    if asked.denies:
        assert not read.has_accounts, asked.text
        assert read.left_out or read.not_understood, asked.text
    for verb in asked.verbs:
        assert any(verb in words(phrase) for phrase in read.not_understood), (asked.text, verb)
    if asked.able and not any(said.reported for said in asked.fields):
        assert read.not_understood == [], asked.text
    if asked.tie:
        assert is_tied(read, asked.tie), (asked.text, read.entities)


def is_tied(read: Understanding, side: str) -> bool:
    """True when one of the two kinds of records refers to the other, on the side that is said."""
    first, second = read.entities
    child, parent = (first, second) if side == FIRST else (second, first)
    kind = FieldType.REFS if side == BOTH else FieldType.REF
    return any(f.type is kind and f.target == parent.name for f in child.fields)


@pytest.mark.parametrize("text", FOREIGN)
def test_limits_of_other_languages_are_limits(text: str) -> None:
    [entity] = understand(text).entities
    assert understand(text).not_understood == []
    limits = {number for f in entity.fields for number in (f.low, f.high, f.shortest, f.longest)}
    assert limits >= {int(number) for number in re.findall(r"\d+", text)}
    for f in entity.fields:
        assert len(words(f.label)) == 1, f.label
    said = text.count("ativo") + len(
        re.findall(
            r"freiwillig|facultatif|optionnel|op[ct]ional|opzionale|optioneel|opcional", text
        )
    )
    assert sum(f.optional for f in entity.fields) == said
