"""Whatever the catalogue knows by name is found by it, and nothing else is taken for a record."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.llm.blocks import Block
from workbench.offline.catalogue.entries import systems, things
from workbench.offline.catalogue.foreign import names_in
from workbench.offline.catalogue.without_records import WithoutRecords, without_records
from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.ideas import Understanding
from workbench.offline.reading.understanding import understand
from workbench.offline.skills import answer

LANGUAGES = ("de", "fr", "es", "it")
LISTS = {
    "de": "Eine App mit {} und {}",
    "fr": "Une application avec des {} et des {}",
    "es": "Una aplicación con {} y {}",
    "it": "Un'app con {} e {}",
}
# What no record and no field holds, in one, in many, and with a word before it.
WISHES = (
    "QR codes",
    "low-stock alerts",
    "streaks",
    "drag and drop",
    "animations",
    "a progress bar",
    "markdown support",
    "barcode scanning",
    "likes",
    "an RSS feed",
    "version history",
    "leaderboards",
    "keyboard shortcuts",
    "saved searches",
    "automatic numbering",
    "a map",
    "email reminders",
    "a statistics page",
)
ASKED = (
    "A habit tracker with {}",
    "An inventory with {}",
    "A blog with posts and {}",
    "recipes (title, text) with {}",
    "A CRM with {}",
    "A recipe app with tags, {}",
    "Build a todo list with {}, please.",
)
OFTEN = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def named(read: Understanding) -> str:
    """Everything that is called something, in lower case."""
    texts = [text for entity in read.entities for text in (entity.one, entity.many)]
    texts += [field.label for entity in read.entities for field in entity.fields]
    return " ".join(texts).lower()


@pytest.mark.parametrize("name", sorted(systems()))
def test_a_system_is_known_by_its_name_alone(name: str) -> None:
    for request in (f"Build me a {name}", f"an {name} app"):
        read = understand(request)
        assert read.entities, request
        assert read.not_understood == [], request
    kept = {entity.words for entity in understand(f"Build me a {name}").entities}
    assert kept == set(systems()[name]) or name in things()


@given(st.sampled_from(ASKED), st.lists(st.sampled_from(WISHES), min_size=1, max_size=2))
@OFTEN
def test_a_wish_is_reported_and_is_no_record(asked: str, wishes: list[str]) -> None:
    request = asked.format(" and ".join(dict.fromkeys(wishes)))
    read = understand(request)
    assert read.entities, request
    for wish in wishes:
        last = wish.split()[-1]
        assert any(last in phrase for phrase in read.not_understood), request
        assert last.lower() not in named(read), request


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_a_language_are_names_of_the_catalogue(language: str) -> None:
    names = names_in(language)
    assert {noun.key for noun in names.nouns.values()} <= {*things(), *systems()}
    labels = {
        idea.label.lower()
        for thing in things().values()
        for item in thing.fields.split(", ")
        if (idea := read_field(item)) is not None
    }
    assert set(names.labels) <= labels
    assert len({noun.key for noun in names.nouns.values()}) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_nouns_of_a_language_are_two_things_of_the_catalogue(language: str) -> None:
    names = names_in(language)
    nouns = sorted({noun for noun in names.nouns.values() if noun.key in things()}, key=str)
    for first, second in zip(nouns, nouns[7:], strict=False):
        if first.key == second.key or {"note", "photo"} & {first.key, second.key}:
            continue  # `notes` are a text of what they are listed with, photos are files
        request = LISTS[language].format(first.many, second.many)
        kept = [entity.words for entity in understand(request).entities]
        assert set(kept) >= {first.key, second.key}, (request, kept)


@pytest.mark.parametrize("name", sorted(name for e in without_records() for name in e.names))
def test_what_keeps_no_records_is_refused_with_a_reason(name: str) -> None:
    blocks = [
        Block("task", "plan"),
        Block("request", f"A {name}"),
        Block("storage", "memory"),
    ]
    [refusal] = answer(blocks)
    assert refusal.kind == "refusal", name
    assert "found nothing to keep" in refusal.text
    assert "for example" in refusal.text
    assert "\n" not in refusal.text


@pytest.mark.parametrize("entry", without_records())
def test_what_a_refusal_suggests_can_be_built(entry: WithoutRecords) -> None:
    read = understand(entry.instead)
    assert read.entities
    assert read.not_understood == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_knows_has_no_english_label(language: str) -> None:
    names = names_in(language)
    keys = {noun.key for noun in names.nouns.values()}
    keys |= {key for system in keys & set(systems()) for key in systems()[system]}
    for key in sorted(keys & set(things())):
        assert names.called(key) is not None, key
        for item in things()[key].fields.split(", "):
            idea = read_field(item)
            assert idea is not None
            assert idea.label.lower() in names.labels, (key, item)
            assert set(idea.values) <= set(names.values), (key, item)
