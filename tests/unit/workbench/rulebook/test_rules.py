"""Every demand is one rule; the coders are told those that apply, and findings cite them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from bench.recorded.assembling import written_plan
from tests.support.clinic import clinic
from tests.support.parts import parts
from tests.support.plans import NOTES, PLANTS, planned
from tests.support.workshop import workshop
from workbench.gates import api_durability
from workbench.gates.registry import GATES
from workbench.harness import browser
from workbench.plan.system import SystemPlan
from workbench.reference.traces import derive_traces
from workbench.rulebook.citing import rule_of
from workbench.rulebook.conditions import CONDITIONS
from workbench.rulebook.rules import all_rules, rules_for, written_rules

PAGE = re.compile(r"page\.[a-z_]+")


def test_every_rule_has_an_id_of_its_own() -> None:
    counts = Counter(rule.id for rule in all_rules())
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_rule_that_a_gate_names_is_in_the_rulebook() -> None:
    known = {rule.id for rule in all_rules()}
    assert {rule for gate in GATES for rule in gate.rules} <= known
    assert all(gate.rules for gate in GATES)


def test_every_rule_is_in_some_gates_rules_or_declared_an_instruction() -> None:
    checked = {rule for gate in GATES for rule in gate.rules}
    instructions = {rule.id for rule in all_rules() if rule.instruction}
    assert {rule.id for rule in all_rules()} == checked | instructions
    assert not checked & instructions


def test_every_step_of_durability_cites_a_rule_of_its_gate() -> None:
    assert set(api_durability.RULES.values()) < set(api_durability.GATE.rules)


def test_every_rule_that_a_journey_cites_is_one_of_its_gate() -> None:
    [journey] = [gate for gate in GATES if gate.name == "ui.journey"]
    sources = [*Path(browser.__file__).parent.rglob("*.py")]
    cited = {
        node.value
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and PAGE.fullmatch(node.value)
    }
    assert len(cited) > 10
    assert cited <= set(journey.rules)


def test_every_condition_is_used() -> None:
    assert {rule.when for rule in all_rules()} == set(CONDITIONS)


@pytest.mark.parametrize("plan", [planned(NOTES), planned(PLANTS), written_plan("trails")])
def test_the_coders_are_told_every_rule_that_a_gate_can_cite(plan: SystemPlan) -> None:
    told = {rule.id for coder in ("backend", "frontend") for rule in rules_for(plan, coder)}
    checks = ["", *(trace.id for trace in derive_traces(plan))]
    assert {rule_of(check, gate.rules, plan) for gate in GATES for check in checks} <= told


@pytest.mark.parametrize(
    ("check", "rule"),
    [
        ("rooms.cors.preflight", "api.cors"),
        ("accounts.wrong_password", "api.accounts"),
        ("visits.access.owner", "api.accounts"),
        ("visits.invariant.places_left.holds_at_once", "api.invariants"),
        ("visits.derived.rooms.booked", "api.invariants"),
        ("rooms.values.title", "api.agrees_with_plan"),
        ("", "api.agrees_with_plan"),
    ],
)
def test_a_finding_cites_the_rule_that_its_check_is_about(check: str, rule: str) -> None:
    [contract] = [gate for gate in GATES if gate.name == "api.contract"]
    assert rule_of(check, contract.rules, clinic()) == rule


def test_a_finding_about_an_array_of_references_cites_its_rule() -> None:
    [contract] = [gate for gate in GATES if gate.name == "api.contract"]
    checks = [trace.id for trace in derive_traces(workshop()) if ".arrays." in trace.id]
    assert checks == ["tools.arrays.tags.removed", "tools.arrays.tags", "tools.arrays.tags.most"]
    assert {rule_of(check, contract.rules, workshop()) for check in checks} == {"api.many"}


def test_a_finding_about_parts_of_a_record_cites_its_rule() -> None:
    [contract] = [gate for gate in GATES if gate.name == "api.contract"]
    checks = [
        f"{name}.{kind}" for name in ("comments", "visits") for kind in ("access.part", "parts")
    ]
    assert {rule_of(check, contract.rules, parts()) for check in checks} == {"api.parts"}
    assert rule_of("comments.access.owner", contract.rules, parts()) == "api.accounts"


def test_a_rule_that_does_not_apply_to_the_plan_is_not_cited() -> None:
    [contract] = [gate for gate in GATES if gate.name == "api.contract"]
    assert rule_of("accounts.signs_in", contract.rules, planned(NOTES)) == "api.agrees_with_plan"


@pytest.mark.parametrize(
    ("system", "rule", "applies"),
    [
        ("shop", "api.accounts", True),
        ("shop", "api.integrations", True),
        ("shop", "page.charts", True),
        ("trails", "api.follows_client_document", True),
        ("trails", "api.agrees_with_plan", False),
        ("trails", "page.hooks", True),
        ("studio", "api.invariants", True),
        ("studio", "api.follows_client_document", False),
    ],
)
def test_a_rule_applies_where_the_plan_says_so(system: str, rule: str, applies: bool) -> None:
    plan = written_plan(system)
    ids = {item.id for coder in ("backend", "frontend") for item in rules_for(plan, coder)}
    assert (rule in ids) is applies


def test_a_rule_is_told_with_its_id_and_in_words() -> None:
    text = written_rules(planned(NOTES), "backend")
    assert "- `backend.compiles`: " in text
    assert "page.headings" not in text
