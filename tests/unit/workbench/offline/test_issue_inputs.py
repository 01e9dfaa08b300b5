"""Requests of which one exact form once failed, and that no other test has in that form."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.support.counting import calls_of
from tests.support.repository import ROOT
from workbench.offline.plan_draft import draft_plan
from workbench.offline.reading.understanding import understand
from workbench.plan.fields import TextField
from workbench.planning.acceptance import accept_plan
from workbench.planning.contradiction import contradiction

README_EXAMPLE = "a todo list with title, done and due date"


def drafted(request: str) -> dict[str, Any]:
    return draft_plan(understand(request), request, "sqlite")


@pytest.mark.parametrize("longest", [1, 2, 3])
def test_a_text_of_few_letters_has_samples_that_do_not_meet(longest: int) -> None:
    plan = accept_plan(drafted(f"offices (name, country:string max {longest})"))
    assert contradiction(plan) is None
    country = plan.entity("Office").field("country")
    assert isinstance(country, TextField)
    assert country.max_length == longest


def test_the_example_of_the_readme_can_be_wrapped_anywhere() -> None:
    assert f'stackwright build "{README_EXAMPLE}"' in (ROOT / "README.md").read_text()
    whole = drafted(README_EXAMPLE)
    words = README_EXAMPLE.split(" ")
    for at in range(1, len(words)):
        wrapped = " ".join(words[:at]) + "\n" + " ".join(words[at:])
        found = drafted(wrapped)
        assert found["entities"] == whole["entities"], wrapped
        assert found["title"] == whole["title"], wrapped


def test_forty_thousand_characters_without_a_sign_are_ten_times_the_work_of_four_thousand() -> None:
    text = "lorem ipsum dolor sit amet "
    understand(text)
    short, long = (
        calls_of(partial(understand, text * (length // len(text)))) for length in (4_000, 40_000)
    )
    assert long < 15 * short
