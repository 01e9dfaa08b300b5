"""validation.go of a backend holds the checks that its domain calls, and no others."""

from __future__ import annotations

import re

import pytest

from bench.recorded.assembling import written_plan
from tests.support.desk import desk
from tests.support.plans import LIBRARY, NOTES, planned
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import INTERNAL, backend_files

PLANS = {
    "texts": planned(NOTES),
    "references": planned(LIBRARY),
    "numbers and links": planned("books (title, pages:int min 1, url:url, due:date optional)"),
    "accounts": desk(),
    "instants and places": written_plan("studio"),
}


def domain_of(plan: SystemPlan) -> tuple[str, str]:
    """validation.go, and the rest of its package without tests."""
    files = backend_files(plan, "example.com/system")
    folder = f"{INTERNAL}/domain/"
    validation = files.pop(f"{folder}validation.go")
    rest = [
        text
        for path, text in files.items()
        if path.startswith(folder) and not path.endswith("_test.go")
    ]
    return validation, "\n".join(rest)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_every_check_is_called(plan: SystemPlan) -> None:
    validation, rest = domain_of(plan)
    functions = re.findall(r"^func (?:\(.*?\) )?(\w+)", validation, re.MULTILINE)
    calls = validation + rest
    assert functions
    assert [f for f in functions if len(re.findall(rf"\b{f}\b", calls)) < 2] == []


def test_checks_of_types_that_the_plan_lacks_are_left_out() -> None:
    validation, _ = domain_of(PLANS["texts"])
    assert "func (v *validation) text(" in validation
    assert "asURL" not in validation
    assert '"net/url"' not in validation
