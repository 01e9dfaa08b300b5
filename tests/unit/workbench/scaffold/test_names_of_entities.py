"""No name of an entity meets a name that every generated system has."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import desk
from tests.support.plans import NOTES, planned
from tests.support.workshop import workshop
from workbench.plan.conventions.generated_names import (
    GO_NAMES,
    PAGE_NAMES,
    RESERVED_ENTITIES,
    clashes,
)
from workbench.plan.names import go_local, pascal
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import module_name, protected_files

PLANS = {
    "sqlite": planned(NOTES),
    "memory": planned(NOTES, "memory"),
    "accounts": desk(computes=True),
    "many to many": workshop(),
}
DECLARED = re.compile(r"^(?:func|type|var|const) ([A-Za-z]\w*)", re.M)
IMPORTED = re.compile(r'^(?:import |\t)"(?:[\w.-]+/)*?(\w+)(?:/v\d+)?"$', re.M)
EXPORTED = re.compile(r"^export (?:async )?(?:function|const|type|interface|class) (\w+)", re.M)


def _of_the_plan(plan: SystemPlan) -> re.Pattern[str]:
    names = {name for entity in plan.entities for name in (entity.name, pascal(entity.plural))}
    return re.compile("|".join(sorted(names)), re.IGNORECASE)


def _found(plan: SystemPlan, pattern: re.Pattern[str], *, below: str) -> set[str]:
    """The names that files below a folder declare, without those that hold an entity's."""
    files = (
        backend_files(plan, module_name(plan)) | frontend_files(plan) | protected_files(plan, "")
    )
    texts = (text for path, text in files.items() if path.startswith(below))
    names = {name for text in texts for name in pattern.findall(text)}
    return {name for name in names if not _of_the_plan(plan).search(name)}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_variable_of_a_record_is_no_other_name_of_the_server(plan: SystemPlan) -> None:
    names = _found(plan, DECLARED, below="backend") | _found(plan, IMPORTED, below="backend")
    lower = {name for name in names if name[0].islower()}
    assert lower
    assert lower <= GO_NAMES
    assert go_local("Time") == "timeRecord"


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_types_of_the_domain_are_not_names_of_entities(plan: SystemPlan) -> None:
    names = _found(plan, DECLARED, below="backend/internal/domain/")
    types = {name for name in names if name[0].isupper() and not name.startswith("Test")}
    assert types
    assert types <= RESERVED_ENTITIES


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_components_are_not_names_of_types_in_pages(plan: SystemPlan) -> None:
    names = _found(plan, EXPORTED, below="frontend/src/kit/")
    components = {name for name in names if name[0].isupper()}
    assert components
    assert components <= PAGE_NAMES


def test_a_page_gives_another_name_to_a_type_that_would_meet_a_component() -> None:
    files = frontend_files(planned("links (title)"))
    assert "type Link as LinkRecord" in files["frontend/src/pages/LinkPage.tsx"]
    assert "record?: LinkRecord" in files["frontend/src/pages/LinkForm.tsx"]


@pytest.mark.parametrize(
    ("entities", "where"),
    [(["Sorting"], "Sorting"), (["Search", "SearchQuery"], "SearchQuery")],
)
def test_a_plan_whose_entity_is_a_generated_type_is_refused(
    entities: list[str], where: str
) -> None:
    assert [name for name, _ in clashes(entities)] == [where]


def test_the_refusal_says_what_to_do() -> None:
    raw = planned(NOTES).model_dump(mode="json", exclude_defaults=True, by_alias=True)
    renamed = {**raw, "entities": [raw["entities"][0] | {"name": "Sorting"}]}
    with pytest.raises(ImpossiblePlan, match="Sorting is a type that every generated system has"):
        accept_plan(
            {k: v for k, v in renamed.items() if k in ("name", "title", "summary", "entities")}
        )
