"""Nouns of requests have the number that a reader gives them."""

from __future__ import annotations

import pytest

from workbench.offline.english import is_plural, plural, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("note", "notes"),
        ("category", "categories"),
        ("box", "boxes"),
        ("person", "people"),
        ("knife", "knives"),
        ("address", "addresses"),
        ("movie", "movies"),
        ("bus", "buses"),
        ("status", "statuses"),
        ("analysis", "analyses"),
        ("todo", "todos"),
        ("photo", "photos"),
        ("child", "children"),
        ("leaf", "leaves"),
        ("hero", "heroes"),
        ("lens", "lenses"),
        ("bonus", "bonuses"),
        ("campus", "campuses"),
        ("index", "indexes"),
        ("base", "bases"),
        ("cookie", "cookies"),
        ("virus", "viruses"),
        ("agenda", "agendas"),
        ("foot", "feet"),
        ("tooth", "teeth"),
        ("medium", "media"),
        ("criterion", "criteria"),
    ],
)
def test_one_and_many_lead_to_each_other(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one
    assert is_plural(many)
    assert not is_plural(one)


@pytest.mark.parametrize(
    "word", ["equipment", "species", "series", "news", "sheep", "data", "staff"]
)
def test_some_nouns_are_the_same_for_one_and_many(word: str) -> None:
    assert singular(word) == plural(word) == word
    assert is_plural(word)
