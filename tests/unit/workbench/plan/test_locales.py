"""Generated systems speak the plan's language: every language has every text, with its placeholders."""

from __future__ import annotations

import re
import tomllib

import pytest
from pydantic import JsonValue

from tests.support.plans import planned
from workbench.plan.locales.texts import FOLDER, has_texts, languages, texts_of, with_label
from workbench.plan.page_checks import labels_of_controls, page_problems
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.open_parts import open_parts

OTHERS = [name for name in languages() if name != "en"]
# Words that are the same in English and in another language.
SAME = {"Actions", "Pages", "Account", "No", "and", "optional"}


def texts(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text())


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_with_its_placeholders(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert {part: list(found) for part, found in other.items()} == {
        part: list(found) for part, found in english.items()
    }
    for part, found in english.items():
        for key, text in found.items():
            assert placeholders(other[part][key]) == placeholders(text), key


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language: str) -> None:
    for part, found in texts("en").items():
        for key, text in found.items():
            if (
                placeholders(text) != [text]
                and key not in {"range", "action_title"}
                and text not in SAME
            ):
                assert texts(language)[part][key] != text, key


def test_a_region_has_the_texts_of_its_language() -> None:
    assert texts_of("pt-BR", "page")["cancel"] == "Cancelar"
    assert texts_of("DE", "page")["cancel"] == "Abbrechen"


def test_a_language_without_texts_has_the_english_ones() -> None:
    assert not has_texts("fi")
    assert texts_of("fi", "page") == texts_of("en", "page")


def test_a_label_is_small_within_a_sentence_only() -> None:
    assert with_label("No {many} yet.", "{many}", "Notes") == "No notes yet."
    assert with_label("{many}: nichts.", "{many}", "Notizen", "de") == "Notizen: nichts."
    assert with_label("Keine {many}.", "{many}", "Notizen", "de") == "Keine Notizen."


def test_pages_and_server_are_written_in_the_language_of_the_plan() -> None:
    plan = planned("books (title, done:boolean)").model_copy(update={"locale": "es"})
    strings = frontend_files(plan)["frontend/src/strings.ts"]
    assert 'cancel: "Cancelar"' in strings
    assert "range: (from: number, to: number, total: number) => `${from}–${to} de ${total}`" in (
        strings
    )
    server = backend_files(plan, "example")["backend/internal/domain/validation.go"]
    assert '"no puede faltar"' in server
    assert "is required" not in server


def test_a_language_without_texts_is_left_to_the_coder() -> None:
    plan = planned("books (title)").model_copy(update={"locale": "fi"})
    assert [part.place for part in open_parts(plan, "frontend")] == ["frontend/src/strings.ts"]
    assert not open_parts(plan.model_copy(update={"locale": "fr"}), "frontend")


def test_a_page_names_its_filters() -> None:
    plan = planned("books (title, done:boolean)")
    page = plan.pages[0].model_copy(update={"actions": {"filter": "Filtro: {label}"}})
    plan = plan.model_copy(update={"pages": [page]})
    assert "Filtro: Done" in labels_of_controls(plan)
    assert (
        "filter: (label: string) => `Filtro: ${label}`"
        in (frontend_files(plan)["frontend/src/strings.ts"])
    )


def test_a_name_of_filters_without_their_label_is_a_problem() -> None:
    plan = planned("books (title, done:boolean)")
    page = plan.pages[0].model_copy(update={"actions": {"filter": "Filtro"}})
    [problem] = page_problems(plan.model_copy(update={"pages": [page]}))
    assert "write {label}" in problem.message


def german(**page: JsonValue) -> SystemPlan:
    """A plan in German of books, and of what its page says of itself."""
    return accept_plan(
        {
            "name": "books",
            "title": "Bücher",
            "summary": "Bücher",
            "locale": "de",
            "requirements": [],
            "entities": [
                {
                    "name": "Book",
                    "plural": "books",
                    "labels": {"singular": "Buch", "plural": "Bücher"},
                    "display_field": "title",
                    "timestamps": True,
                    "fields": [
                        {"name": "title", "label": "Titel", "type": "string", "required": True}
                    ],
                }
            ],
            "pages": [
                {"route": "/books", "title": "Bücher", "heading": "Bücher", "collection": "Book"}
                | page
            ],
            "scenarios": [],
        }
    )


def test_times_of_a_record_have_labels_in_the_language_of_the_plan() -> None:
    labels = [field.label for field in german().entities[0].fields]
    assert labels == ["Titel", "Angelegt", "Geändert"]


def test_buttons_that_a_page_does_not_name_are_in_its_language() -> None:
    [page] = german(actions={"save": "Sichern"}).pages
    assert page.actions["save"] == "Sichern"
    assert page.actions["create"] == "Buch anlegen"
    assert page.filter_label("Titel") == "Filter: Titel"
