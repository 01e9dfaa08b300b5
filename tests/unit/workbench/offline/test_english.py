"""Nouns of requests have the number that a reader gives them."""

from __future__ import annotations

import subprocess
import sys

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


def test_a_start_does_not_wait_for_the_library() -> None:
    script = "import sys, stackwright.session; print('inflect' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"
