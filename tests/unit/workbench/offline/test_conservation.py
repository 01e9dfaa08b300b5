"""Every word of a request that carries meaning is in what was understood, or is reported."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.function_words import FUNCTION
from tests.support.requests import ASKED, NAMES, NOUNS, STATED, Asked, AskedField, requests
from workbench.offline.catalogue.foreign import names_in
from workbench.offline.english import plural, singular
from workbench.offline.reading.ideas import Contradiction, FieldIdea, Understanding
from workbench.offline.reading.understanding import understand
from workbench.offline.reading.vocabulary import vocabulary
from workbench.plan.fields import FieldType

# What the sentences are built with: they say nothing by themselves, or the structure says it.
EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "with",
        "of",
        "for",
        "to",
        "in",
        "by",
        "on",
        "from",
        "it",
        "its",
        "is",
        "are",
        "be",
        "my",
        "me",
        "build",
        "app",
        "user",
        "users",
        "each",
        "every",
        "people",
        "everything",
        "can",
        "could",
        "should",
        "i",
        "their",
        "they",
        "list",
        "box",
        "track",
        "belongs",
        "between",
        "min",
        "max",
        "at",
        "most",
        "least",
        "optional",
        "unique",
        "required",
        "int",
        "string",
        "text",
        "date",
        "number",
        "boolean",
        "dark",
        "mode",
        "mit",
        "und",
        "eine",
        "den",
        "für",
        "avec",
        "et",
        "un",
        "la",
        "pour",
        "verwalte",
        "meine",
        "site",
        "register",
        "address",
        "accounts",
        "user",
        "les",
        "los",
        "hat",
        "has",
        "in",
        "with",
    ]
)
GERMAN = names_in("de").nouns
OFTEN = settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"[^\W_]+", text.lower())


def content(name: str) -> list[str]:
    """The words of a name that are no words of the grammar: in a name, these are lost."""
    asked = {word for text in (*NAMES, *NOUNS) for word in words(text)}
    return [word for word in words(name) if word not in FUNCTION - asked]


def accounted(read: Understanding) -> set[str]:
    """Every word that is in a name in its meaning, or in a report; nouns in both numbers."""
    texts = [*read.not_understood, *read.not_built, *read.left_out, *content(read.title)]
    for entity in read.entities:
        texts += [*content(entity.one), *content(entity.many), entity.words]
        texts += [form for form, noun in GERMAN.items() if noun.key == entity.words]
        for field in entity.fields:
            texts += [*content(field.label), *field.values]
            texts += [
                f"{n:g}"
                for n in (field.low, field.high, field.shortest, field.longest)
                if n is not None
            ]
    if read.has_accounts:
        texts += ["sign in log login sign-in must password own email address register", *read.roles]
    if any(entity.restricted for entity in read.entities):
        texts.append("only add edit delete anything")
    if any(entity.owned for entity in read.entities):
        texts.append("own private jeder benutzer hat eigene")  # said in German, too
    for chart in read.charts:
        texts.append(f"monthly yearly {chart.per} chart graph per by shows show number")
    found = {word for text in texts for word in words(text)}
    return found | {plural(word) for word in found} | {singular(word) for word in found}


def holds(idea: FieldIdea, asked: AskedField) -> bool:
    """True when the field has everything that the request says of it."""
    if words(idea.label) != words(asked.name):
        return False
    if asked.type is not None and idea.type is not asked.type:
        return False
    limits = {(idea.low, idea.high), (idea.shortest, idea.longest)}
    return (
        tuple(idea.values) == asked.values
        and idea.optional == asked.optional
        and idea.unique == asked.unique
        and (asked.limits is None or asked.limits in limits)
    )


def is_kept(read: Understanding, asked: AskedField) -> bool:
    """True when the field is in an entity, refers to records of that name, or is reported."""
    for entity in read.entities:
        for idea in entity.fields:
            named = words(idea.label) == words(asked.name)
            if holds(idea, asked) or (named and idea.type in (FieldType.REF, FieldType.REFS)):
                return True
    text = " ".join(asked.text.split())
    return any(text in phrase for phrase in read.not_understood) or (
        any(asked.name in text.lower() for text in read.not_built)
    )


@given(requests())
@OFTEN
def test_every_word_of_a_request_is_understood_or_reported(asked: Asked) -> None:
    read = understand(asked.text)
    found = accounted(read)
    for phrase in asked.phrases:
        lost = [word for word in words(phrase) if word not in found | EMPTY]
        assert not lost, (asked.text, lost, read)
    for field in asked.fields:
        assert is_kept(read, field), (asked.text, field, read)


PIECES = (
    *NOUNS,
    *NAMES,
    *ASKED,
    *STATED,
    "(",
    ")",
    ",",
    ":",
    ".",
    "\n",
    "- ",
    "|",
    "and",
    "with",
    "for each",
    "has",
    "have",
    "a",
    "track",
    "can",
    "only",
    "in",
    "on",
    "list",
    "app",
    "optional",
    "min 3",
    "own",
    "belongs to",
    "not",
    "blog",
    "crm",
    "without",
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
@settings(OFTEN, max_examples=1000)
def test_no_word_is_lost_in_whatever_order_they_come(text: str) -> None:
    try:
        read = understand(text)
    except Contradiction:
        return
    known = vocabulary()
    said = EMPTY | known.filler | known.container | known.opening | known.link
    said |= known.ability - {"order", "track", "keep", "save", "store", "manage", "look"}
    lost = [word for word in words(text) if word not in accounted(read) | said]
    assert not lost, (text, lost, read)


@given(st.text(max_size=200))
@settings(OFTEN, max_examples=300)
def test_no_text_at_all_is_too_odd_to_read(text: str) -> None:
    with suppress(Contradiction):
        understand(text)
