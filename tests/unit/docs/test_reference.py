"""What is generated from the code is up to date: make reference."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from graph.context import BuildOptions, Changes
from stackwright.options import ChangedOptions, Options
from stackwright.reference import references
from tests.support.repository import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", references())
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text() == references()[name], "run: make reference"


@pytest.mark.slow
def test_a_delivered_verdict_fits_the_published_schema(notes: Path) -> None:
    schema = json.loads((DOCS / "verdict.schema.json").read_text())
    verdict = json.loads((notes / ".stackwright/verdict.json").read_text())
    jsonschema.validate(verdict, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(verdict | {"verified": "yes"}, schema)


def test_the_typed_keywords_are_the_options() -> None:
    assert set(Options.__annotations__) == set(BuildOptions.model_fields)
    assert set(ChangedOptions.__annotations__) == set(Changes.model_fields)
