"""Nouns of requests have the number that a reader gives them."""

from __future__ import annotations

import pytest

from workbench.offline.english import is_plural, plural, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("note", "notes"), ("category", "categories"), ("box", "boxes"), ("person", "people"),
        ("knife", "knives"), ("address", "addresses"), ("movie", "movies"), ("bus", "buses"),
        ("status", "statuses"), ("analysis", "analyses"), ("todo", "todos"), ("photo", "photos"),
    ],
)  # fmt: skip
def test_one_and_many_lead_to_each_other(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one
    assert is_plural(many)
    assert not is_plural(one)
