"""Choices and labels with signs that mean something in Go, TypeScript, JSX or a regular expression."""

from __future__ import annotations

import json
import re

import pytest

from workbench.offline.plan_draft import draft_plan
from workbench.offline.reading.understanding import understand
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files

_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
_LABELLED = re.compile(r"getByLabelText\(/(\^.*?\$)/\)")
CHOICES = [["R&D", "Sales"], ["C++", "Go"], ["a.b", "c^d"], ["50%", "$9"], ["x?", "y^2"]]


def planned(choices: list[str]) -> SystemPlan:
    request = f"teams (name, kind: {'|'.join(choices)})"
    return accept_plan(draft_plan(understand(request), request, "sqlite"))


def generated_tests(files: dict[str, str]) -> dict[str, str]:
    found = {name: text for name, text in files.items() if name.endswith((".test.tsx", "_test.go"))}
    assert found
    return found


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: "|".join(choices))
def test_in_a_generated_test_a_choice_is_always_in_a_string_that_is_the_choice(
    choices: list[str],
) -> None:
    plan = planned(choices)
    (field,) = [each for each in plan.entities[0].fields if each.name == "kind"]
    assert field.choices == choices
    files = generated_tests(frontend_files(plan) | backend_files(plan, "teams"))
    strings = set()
    for name, text in files.items():
        strings |= {json.loads(found) for found in _STRING.findall(text)}
        for choice in choices:
            outside = _STRING.sub('""', text)
            assert choice.isalpha() or choice not in outside, name
    assert set(choices) <= strings


@pytest.mark.parametrize("name", ["C++ level", "R&D cost", "rate (net)", "what?"])
def test_a_label_in_a_regular_expression_is_matched_as_it_is(name: str) -> None:
    plan = planned(["a", "b"]).model_copy(deep=True)
    (field,) = [each for each in plan.entities[0].fields if each.name == "kind"]
    field.label = name
    (text,) = generated_tests(frontend_files(plan)).values()
    patterns = _LABELLED.findall(text)
    assert [found for found in patterns if re.fullmatch(found, name)], patterns
    assert [found for found in patterns if re.fullmatch(found, f"{name} *")], patterns
