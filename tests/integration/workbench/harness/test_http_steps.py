"""The step language means the same to the validator as to the Go contract tests."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.harness.http_steps import HttpRunner
from workbench.harness.matchers import at, holds
from workbench.plan.steps import Matcher


@pytest.mark.parametrize(
    ("op", "got", "want", "expected"),
    [
        (Matcher.EQUALS, 3, 3.0, True),
        (Matcher.EQUALS, True, 1, False),
        (Matcher.EQUALS, [1, {"a": None}], [1, {"a": None}], True),
        (Matcher.EQUALS, {"a": 1, "b": 2}, {"a": 1}, False),
        (Matcher.DIFFERS, 3, 4, True),
        (Matcher.INSTANT, "2024-03-10T10:30:00+01:00", "2024-03-10T09:30:00Z", True),
        (Matcher.INSTANT, "yesterday", "yesterday", False),
        (Matcher.TYPE, 3, "integer", True),
        (Matcher.TYPE, True, "integer", False),
        (Matcher.TYPE, 3, "number", True),
        (Matcher.TYPE, None, "null", True),
        (Matcher.MATCHES, "abc", "^a", True),
        (Matcher.MATCHES, 12, "1", False),
        (Matcher.LENGTH, [1, 2], 2, True),
        (Matcher.LENGTH, "ab", 2, False),
        (Matcher.CONTAINS, [{"id": 1, "x": 2}], {"id": 1}, True),
        (Matcher.CONTAINS, [{"x": None}], {"id": None}, False),
        (Matcher.CONTAINS, None, {"id": 1}, False),
        (Matcher.EXCLUDES, [{"id": 1}], {"id": 2}, True),
        (Matcher.EXCLUDES, None, {"id": 2}, False),
        (Matcher.UNORDERED, [2, 1], [1, 2], True),
        (Matcher.UNORDERED, [1, 1, 2], [1, 2], False),
        (Matcher.OMITS, {"name": "Anna"}, "$2a$", True),
        (Matcher.OMITS, {"deep": [{"digest": "$2A$10"}]}, "$2a$", False),
    ],
)
def test_matchers(op: Matcher, got: Any, want: Any, expected: bool) -> None:
    assert holds(op, got, want) is expected


def test_pointers_reach_into_objects_and_lists() -> None:
    body = {"items": [{"a/b": 1}]}
    assert at(body, "/items/0/a~1b") == 1
    assert at(body, "") == body
    assert not holds(Matcher.EQUALS, at(body, "/items/7"), 1)


def test_tokens_keep_their_type_and_can_be_counted_up() -> None:
    runner = HttpRunner("http://x", {"id": 7, "name": "n"})
    assert runner.fill("{{id}}") == 7
    assert runner.fill("{{id+2}}") == 9
    assert runner.fill("/notes/{{id}}/{{name}}") == "/notes/7/n"
    assert runner.fill({"a": ["{{id}}", True]}) == {"a": [7, True]}
