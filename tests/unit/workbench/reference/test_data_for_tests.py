"""Sample values keep, and broken values break, the constraint that they name."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from workbench.openapi.document import field_schema
from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.fields import BooleanField, EntityField, FieldType, RefField, read_field
from workbench.reference.data_for_tests import valid_value
from workbench.reference.field_limits import broken_values

FORMATS = ("date", "date-time", "email", "uri")


@st.composite
def fields(draw: st.DrawFn) -> EntityField:
    kinds = ["string", "text", "integer", "number", "decimal", "boolean", "enum", "date", "time"]
    kind = draw(st.sampled_from(kinds))
    data: dict[str, Any] = {
        "name": "f",
        "label": "F",
        "type": kind,
        "required": draw(st.booleans()),
    }
    if kind in ("string", "text"):
        data["min_length"] = draw(st.none() | st.integers(1, 20))
        data["max_length"] = draw(st.none() | st.integers(1, 300))
    if kind in ("integer", "number"):
        data["min"] = draw(st.none() | st.integers(-1000, 1000))
        data["max"] = draw(st.none() | st.integers(-1000, 1000))
    if kind == "enum":
        data["values"] = ["a", "b", "c"]
    try:
        return read_field(data)
    except ValidationError:
        return BooleanField(name="f", label="F", type=FieldType.BOOLEAN)


@given(fields(), st.integers(0, 5))
def test_valid_values_satisfy_the_schema(field: EntityField, variant: int) -> None:
    value = valid_value(field, variant)
    errors = list(Draft202012Validator(field_schema(field)).iter_errors(value))
    assert errors == []


@given(fields())
def test_broken_values_do_not_fit_the_fields_schema(field: EntityField) -> None:
    validator = Draft202012Validator(field_schema(field))
    for broken in broken_values(field):
        if broken.reason not in ("impossible_date", "wrong_format"):  # formats are annotations
            assert not validator.is_valid(broken.value), broken


def test_an_unknown_reference_is_beyond_any_fresh_database() -> None:
    field = RefField(name="b_id", label="B", type=FieldType.REF, ref="B", required=True)
    assert ("unknown", int(UNKNOWN_IDS["int64"])) in [
        (b.reason, b.value) for b in broken_values(field)
    ]
