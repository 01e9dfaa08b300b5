"""Requirements quote the request; what none of them quotes is listed in the request's own words."""

from __future__ import annotations

import pytest

from bench.recorded.assembling import request_of, written_plan
from tests.support.plans import NOTES, planned
from workbench.plan.system import Requirement, RequirementKind, SystemPlan
from workbench.planning.coverage import not_covered, quote_problems

REQUEST = "A notes app.\nUsers share notes by e-mail, and delete them after 30 days."


def quoting(*quotes: str) -> SystemPlan:
    requirement = Requirement(id="R1", text="it", kind=RequirementKind.API, quotes=list(quotes))
    return planned(NOTES).model_copy(update={"requirements": [requirement]})


def test_what_every_word_is_quoted_of_is_covered() -> None:
    plan = quoting("Users share notes by e-mail", "delete them after 30 days")
    assert not_covered(plan, REQUEST) == []


def test_a_dropped_wish_is_listed_in_the_words_of_the_request() -> None:
    assert not_covered(quoting("Users share notes"), REQUEST) == [
        "by e-mail, and delete them after 30 days"
    ]


def test_a_plan_without_quotes_covers_nothing_but_its_title() -> None:
    assert not_covered(quoting(), REQUEST) == [
        "Users share notes by e-mail, and delete them after 30 days"
    ]


def test_parts_end_where_sentences_end() -> None:
    assert not_covered(quoting(), "Charts. Exports! Also, please, logins") == [
        "Charts",
        "Exports",
        "Also, please, logins",
    ]


@pytest.mark.parametrize(
    "quote", ["users  SHARE\nnotes", "users share notes,", "“Users share notes”"]
)
def test_a_quote_is_compared_by_words(quote: str) -> None:
    assert list(quote_problems(quoting(quote), REQUEST)) == []


@pytest.mark.parametrize("quote", ["Users share books", "notes share", "", "…"])
def test_words_that_the_request_does_not_say_are_no_quote(quote: str) -> None:
    [problem] = quote_problems(quoting(quote), REQUEST)
    assert problem.where == "requirements.R1.quotes"


@pytest.mark.parametrize("system", ["studio", "shop", "trails"])
def test_the_recorded_plans_quote_all_of_their_requests(system: str) -> None:
    plan, request = written_plan(system), request_of(system)
    assert list(quote_problems(plan, request)) == []
    assert not_covered(plan, request) == []


@pytest.mark.parametrize(
    "request_text",
    [
        NOTES,
        "books (title, author, year:int) and members (name). Users can log in with Google",
        "Verwalte Aufträge (Titel, Größe:int, Straße)",
        "plants (name),\n  with photo upload, and notes (text)",
        "words (name) " + "x" * 700,
    ],
)
def test_the_offline_plan_quotes_all_of_its_request(request_text: str) -> None:
    plan = planned(request_text)
    assert list(quote_problems(plan, request_text)) == []
    assert not_covered(plan, request_text) == []
