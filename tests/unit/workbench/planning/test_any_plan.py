"""Whatever a model plans is refused with a reason, or everything that follows from it can be made."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.support.mutated_plans import mutated_plans
from tests.support.repository import ROOT
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.contradiction import contradiction
from workbench.planning.prompt_view import plan_for_prompt
from workbench.planning.words.plan import plan_in_words
from workbench.reference.traces import derive_traces
from workbench.rulebook.rules import written_rules
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.open_parts import open_parts
from workbench.scaffold.project import base_files, module_name, readme
from workbench.workspace.paths import COMPONENTS


def assert_usable(plan: SystemPlan) -> None:
    """Makes all that a build makes of a plan before any of it runs."""
    contradiction(plan)
    derive_traces(plan)
    assert plan_in_words(plan, "a request")
    assert SystemPlan.model_validate_json(plan_for_prompt(plan)).entities == plan.entities
    for component in COMPONENTS:
        assert written_rules(plan, component)
        open_parts(plan, component)
    if plan.document is None:
        backend_files(plan, module_name(plan))
        frontend_files(plan)
    assert base_files(plan)
    assert readme(plan, None)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(mutated_plans())
def test_a_changed_plan_is_refused_or_can_be_used(data: dict[str, Any]) -> None:
    with suppress(ImpossiblePlan):  # any other exception fails the test
        assert_usable(accept_plan(data))


def plans_of_models() -> list[Path]:
    return sorted((ROOT / "tests/data/plans").glob("*.json"))


def test_plans_that_models_wrote_can_be_used() -> None:
    """Each of them once ended in an error, or was refused without need."""
    assert plans_of_models()
    for path in plans_of_models():
        assert_usable(accept_plan(json.loads(path.read_text())))
