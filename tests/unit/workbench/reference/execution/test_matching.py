"""A matcher holds of a predicted body, does not, or the plan does not decide it."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.plan.steps import Matcher
from workbench.reference.execution.matching import Certainty, decided
from workbench.reference.execution.symbols import ABSENT, Among, Moment, Open, RecordId, Value

YES, NO, UNDECIDED = Certainty.YES, Certainty.NO, Certainty.UNDECIDED
BODY: dict[str, Value] = {
    "id": RecordId("Note", 1),
    "title": "milk",
    "count": 2,
    "at": Moment(1),
    "open": Open(),
    "tags": ["a", "b"],
    "some": [Among(("a", "b"), whole=False)],
}


@pytest.mark.parametrize(
    ("op", "pointer", "want", "certainty"),
    [
        (Matcher.EQUALS, "/title", "milk", YES),
        (Matcher.EQUALS, "/title", "bread", NO),
        (Matcher.EQUALS, "/open", "bread", UNDECIDED),
        (Matcher.EQUALS, "/id", 7, UNDECIDED),
        (Matcher.EQUALS, "/id", None, NO),
        (Matcher.DIFFERS, "/title", "bread", YES),
        (Matcher.DIFFERS, "/title", "milk", NO),
        (Matcher.DIFFERS, "/id", 7, UNDECIDED),
        (Matcher.PRESENT, "/count", None, YES),
        (Matcher.ABSENT, "/count", None, NO),
        (Matcher.ABSENT, "/open", None, UNDECIDED),
        (Matcher.ABSENT, "/more", None, UNDECIDED),
        (Matcher.TYPE, "/count", "integer", YES),
        (Matcher.TYPE, "/count", "string", NO),
        (Matcher.TYPE, "/id", "integer", UNDECIDED),
        (Matcher.TYPE, "/id", "boolean", NO),
        (Matcher.MATCHES, "/title", "^m", YES),
        (Matcher.MATCHES, "/title", "^b", NO),
        (Matcher.MATCHES, "/at", "^2", UNDECIDED),
        (Matcher.LENGTH, "/tags", 2, YES),
        (Matcher.LENGTH, "/title", 4, NO),
        (Matcher.CONTAINS, "/tags", "a", YES),
        (Matcher.CONTAINS, "/tags", "c", NO),
        (Matcher.CONTAINS, "/some", "a", UNDECIDED),
        (Matcher.EXCLUDES, "/tags", "c", YES),
        (Matcher.EXCLUDES, "/tags", "a", NO),
        (Matcher.EXCLUDES, "/count", "a", NO),
        (Matcher.UNORDERED, "/tags", ["b", "a"], YES),
        (Matcher.UNORDERED, "/tags", ["b"], NO),
        (Matcher.OMITS, "/title", "MILK", NO),
        (Matcher.OMITS, "/title", "bread", UNDECIDED),
        (Matcher.INSTANT, "/at", "2026-01-01T00:00:00Z", UNDECIDED),
    ],
)
def test_what_a_matcher_decides_of_a_body(
    op: Matcher, pointer: str, want: Any, certainty: Certainty
) -> None:
    assert decided(op, pointer, BODY, want) is certainty


def test_an_object_that_lacks_a_member_is_not_equal_and_one_that_may_have_more_is_not_decided() -> (
    None
):
    tree: Value = {"note": {"title": "milk"}}
    assert decided(Matcher.EQUALS, "/note", tree, {}) is NO
    assert decided(Matcher.EQUALS, "/note", tree, {"title": "milk", "id": 1}) is UNDECIDED
    assert decided(Matcher.EQUALS, "/note", tree, {"title": "bread", "id": 1}) is NO


def test_nothing_is_decided_of_a_body_that_is_not_predicted() -> None:
    assert decided(Matcher.EQUALS, "/title", ABSENT, "milk") is UNDECIDED


@pytest.mark.parametrize("certainty", Certainty)
def test_what_is_not_decided_is_not_decided_of_the_opposite_either(certainty: Certainty) -> None:
    assert certainty.negated.negated is certainty
    assert (certainty.negated is certainty) == (certainty is UNDECIDED)
