"""Wishes in whole sentences: what they name is kept, and a clause is no kind of records."""

from __future__ import annotations

import pytest

from tests.support.plans import planned
from workbench.offline.reading.understanding import understand


def kept(request: str) -> list[str]:
    """The kinds of records that a request keeps."""
    return [entity.many for entity in understand(request).entities]


@pytest.mark.parametrize(
    ("request_text", "entities", "reported"),
    [
        ("expense claims (amount). Employees submit them.", ["Expense claims"], ["Employees submit them"]),
        ("teams (name); a player plays for one team", ["Teams"], ["a player plays for one team"]),
        ("tasks with title and due date, sorted by due date", ["Tasks"], ["sorted by due date"]),
        ("As a user, I want to add expenses with an amount", ["Expenses"], []),
        ("As an admin, I want to add rooms with a name", ["Rooms"], ["As an admin"]),
        ("Build an app with 3 tables: authors and publishers", ["Authors", "Publishers"], []),
        ("Tables: number, seats", ["Tables"], []),
        ("A mobile app for tracking runs with distance", ["Runs"], ["mobile"]),
        ("Records of bees: hive, age", ["Bees"], []),
        ("something to manage my gym", ["Members", "Trainers", "Classes"], []),
    ],
)  # fmt: skip
def test_only_things_are_kept(request_text: str, entities: list[str], reported: list[str]) -> None:
    assert kept(request_text) == entities
    assert understand(request_text).not_understood == reported


@pytest.mark.parametrize(
    ("request_text", "entities", "reported"),
    [
        ("Can you make a website where I can keep my recipes?", ["Recipes"], []),
        (
            "Admins can delete any post. Moderators can edit comments.",
            ["Posts", "Comments"],
            ["Admins can delete any post", "Moderators can edit comments"],
        ),
        (
            "Teachers can change all grades at once",
            ["Grades"],
            ["Teachers can change all grades at once"],
        ),
        ("Only admins can water plants", ["Plants"], ["Only admins can water plants"]),
        ("Users can dance", [], ["Users can dance"]),
    ],
)
def test_common_things_that_are_only_mentioned_are_kept(
    request_text: str, entities: list[str], reported: list[str]
) -> None:
    assert kept(request_text) == entities
    assert understand(request_text).not_understood == reported


def test_that_things_are_kept_as_they_are_mentioned_is_an_assumption() -> None:
    said = planned("Admins can delete any post. Moderators can edit comments.").assumptions
    assert "What is kept are posts and comments, as the request mentions them." in said


def test_who_may_register_is_still_read() -> None:
    assert understand("Users can register. Admins can delete any post.").has_accounts
