"""What is generated from the code is up to date: make reference."""

from __future__ import annotations

import json

import jsonschema
import pytest

from bench.recorded.assembling import written_plan
from graph.context import BuildOptions, Changes
from stackwright.options import ChangedOptions, Options
from stackwright.reference import references
from tests.support.repository import ROOT
from tests.support.verdicts import gate_results, verdict_on
from workbench.progress.results import Status

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", references())
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text() == references()[name], "run: make reference"


def test_a_verdict_fits_the_published_schema() -> None:
    schema = json.loads((DOCS / "verdict.schema.json").read_text())
    verdict = verdict_on(gate_results(api_contract=Status.FAILED)).model_dump(mode="json")
    jsonschema.validate(verdict, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(verdict | {"verified": "yes"}, schema)


@pytest.mark.parametrize("system", ["studio", "shop", "trails"])
def test_a_plan_fits_the_published_schema(system: str) -> None:
    schema = json.loads((DOCS / "plan.schema.json").read_text())
    plan = written_plan(system).model_dump(mode="json")
    jsonschema.validate(plan, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan | {"title": 1}, schema)


def test_the_typed_keywords_are_the_options() -> None:
    assert set(Options.__annotations__) == set(BuildOptions.model_fields)
    assert set(ChangedOptions.__annotations__) == set(Changes.model_fields)
