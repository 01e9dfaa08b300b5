"""The answers of the stages are joined part by part; the prompt of each shows its parts."""

from __future__ import annotations

import json

import pytest

from prompts import example
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.planning.complaints import grouped
from workbench.planning.contradiction import contradiction
from workbench.planning.part_reference import part_reference
from workbench.planning.stages import PROOFS, RECORDS, RULES, STAGES, Stage, is_whole, merged

# What the planner does not decide, or what other stages' parts say.
NOT_ASKED = {"storage", "api_prefix", "document", "dependencies"}


def test_every_part_of_a_plan_is_asked_for_by_one_stage() -> None:
    asked = [part for stage in STAGES for part in stage.parts]
    assert sorted(asked) == sorted(SystemPlan.model_fields.keys() - NOT_ASKED)


def test_the_examples_of_the_stages_are_one_plan_that_is_accepted() -> None:
    joined: object = {}
    for stage in STAGES:
        answer = json.loads(example(stage.name))
        assert isinstance(joined, dict)
        joined = merged(joined, answer)
    plan = accept_plan(joined)
    assert contradiction(plan) is None
    assert {item.requirement for item in plan.scenarios} == {"R1", "R2", "R3"}


def test_items_are_joined_by_name_and_others_added() -> None:
    before = {"entities": [{"name": "A", "fields": [{"name": "x", "min": 1}]}], "title": "T"}
    answer = {
        "entities": [
            {"name": "A", "public": True, "fields": [{"name": "x", "max": 2}]},
            {"name": "B"},
        ]
    }
    assert merged(before, answer) == {
        "title": "T",
        "entities": [
            {"name": "A", "public": True, "fields": [{"name": "x", "min": 1, "max": 2}]},
            {"name": "B"},
        ],
    }


def test_entities_are_known_by_their_names_whatever_type_their_ids_have() -> None:
    accepted = {"entities": [{"name": "Post", "id": "slug"}, {"name": "Tag", "id": "slug"}]}
    answer = {"entities": [{"name": "Tag", "public": True}]}
    assert merged(accepted, answer) == {
        "entities": [{"name": "Post", "id": "slug"}, {"name": "Tag", "id": "slug", "public": True}]
    }


def test_lists_without_names_are_replaced() -> None:
    assert merged({"values": [1, 2]}, {"values": [3]}) == {"values": [3]}


def test_an_answer_with_scenarios_is_a_whole_plan() -> None:
    assert is_whole({"scenarios": []})
    assert not is_whole({"entities": []})
    assert not is_whole([1])


@pytest.mark.parametrize("stage", STAGES)
def test_the_reference_of_a_stage_names_its_parts_and_no_others(stage: Stage) -> None:
    shown = part_reference(stage)
    for part in stage.parts:
        assert f"- `{part}` " in shown
    assert ("`scenarios`" in shown) is (stage is PROOFS)
    assert ("  - `display_field` string (required)" in shown) is (stage is RECORDS)


def test_the_reference_shows_what_a_mapping_holds() -> None:
    shown = part_reference(RULES)
    assert "  - `responses` mapping to object" in shown
    assert "    - `headers` mapping to object" in shown


def test_the_reference_shows_what_variants_share_once_and_says_which_have_the_rest() -> None:
    shown = part_reference(RECORDS).splitlines()
    assert sum(line.startswith("    - `nullable` ") for line in shown) == 1
    [types] = [line for line in shown if line.startswith("    - `type` ")]
    assert "one of string, text, email, url, integer, number, enum," in types
    assert "    - `money` boolean (type integer), default false: " in "\n".join(shown)
    [one, many] = [line for line in shown if line.startswith("    - `ref` ")]
    assert one.startswith("    - `ref` string (required; type ref): ")
    assert many.startswith("    - `ref` string or null (type refs): ")
    rules = part_reference(RULES)
    assert "  - `limit` string (required; kind capacity): " in rules
    assert "  - `kind` one of unique, one_per, capacity, no_overlap, never_negative, " in rules


def test_equal_complaints_are_one_line_with_their_places_and_alike_ones_stand_together() -> None:
    said = grouped(
        [
            PlanProblem("entities.A", "there is no field 'x'"),
            PlanProblem("name", "is missing"),
            PlanProblem("entities.B", "there is no field 'x'"),
            *(PlanProblem("entities.C", f"there is no field 'y{n}'") for n in range(9)),
        ]
    )
    assert said.splitlines() == [
        "- entities.A: there is no field 'x' (2 times; also at entities.B)",
        *(f"- entities.C: there is no field 'y{n}'" for n in range(7)),
        "- and 2 more of this kind",
        "- name: is missing",
    ]
