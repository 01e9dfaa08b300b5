"""What a step expects of headers: the words of the matchers, or patterns by name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from workbench.plan.patterns import is_found
from workbench.plan.steps import Expectation


def met(expected: Any, value: str) -> bool:
    expect = Expectation.model_validate({"status": [200], "headers": expected})
    [pattern] = expect.headers.values()
    return is_found(pattern, value)


@pytest.mark.parametrize(
    ("op", "value", "yes", "no"),
    [
        ("equals", "a.b", "a.b", "axb"),
        ("contains", "json+", "application/json+x", "application/json"),
        ("matches", r"^\d+$", "12", "x"),
        ("present", None, "x", ""),
        ("absent", None, "", "x"),
        ("instant", None, "2031-05-01T01:30:00Z", "yesterday"),
        ("type", "integer", "-3", "3.5"),
        ("length", 3, "abc", "abcd"),
    ],
)
def test_a_header_is_compared_as_a_body_is(op: str, value: Any, yes: str, no: str) -> None:
    expected = [{"name": "X", "op": op, "value": value}]
    assert met(expected, yes)
    assert not met(expected, no)


@pytest.mark.parametrize(("text", "yes", "no"), [("*", "x", ""), ("^a", "ab", "ba")])
def test_a_mapping_holds_patterns_and_a_star_is_any_value(text: str, yes: str, no: str) -> None:
    assert met({"X": text}, yes)
    assert not met({"X": text}, no)


def test_captures_stay_in_the_pattern() -> None:
    expected = [{"name": "Location", "op": "equals", "value": "/a.b/{{id}}"}]
    assert Expectation.model_validate({"status": [201], "headers": expected}).headers == {
        "Location": r"^/a\.b/{{id}}$"
    }


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ([{"name": "X", "op": "unordered", "value": []}], "a header takes equals, matches"),
        ([{"op": "present"}], "each header is"),
        ({"X": "("}, "pattern does not compile"),
        ([{"name": "X", "op": "matches", "value": "*"}], "pattern does not compile"),
    ],
)
def test_what_cannot_be_compared_is_refused(expected: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Expectation.model_validate({"status": [200], "headers": expected})
