"""The table of matcher cases, run by the gates' runner; the Go contract tests run the same one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.harness.http_steps import HttpRunner
from workbench.harness.matchers import is_met
from workbench.plan.steps import Match, Matcher

CASES = json.loads(
    (Path(__file__).parents[3] / "data" / "matchers.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['op']} {case['body'][:20]}")
def test_a_matcher_means_what_the_table_says(case: dict[str, Any]) -> None:
    runner = HttpRunner("http://x", {"seven": 7, "nothing": None})
    wanted = runner.fill(json.loads(case["value"]))
    match = Match(pointer=case["pointer"], op=Matcher(case["op"]), value=None)
    assert is_met(match, json.loads(case["body"]), wanted) is case["holds"]


def test_the_table_has_cases_of_every_matcher() -> None:
    assert {case["op"] for case in CASES} == {matcher.value for matcher in Matcher}
