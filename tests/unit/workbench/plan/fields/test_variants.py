"""Each type of field has its own keys, and what they say must be possible together."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from workbench.plan.fields import (
    BooleanField,
    EntityField,
    EnumField,
    FieldType,
    IntegerField,
    ListField,
    NumberField,
    PlainField,
    RefField,
    RefsField,
    TextField,
    WriteAccess,
    read_field,
)

LIMITS = {"minLength": 1, "maxLength": 9}


def data(kind: str, **keys: Any) -> dict[str, Any]:
    needs: dict[str, dict[str, Any]] = {"enum": {"enum": ["a", "b"]}, "ref": {"ref": "Book"}}
    return {"name": "extra", "label": "Extra", "type": kind, **needs.get(kind, {}), **keys}


@pytest.mark.parametrize(
    ("variant", "kinds"),
    [
        (TextField, {"string", "text", "email", "url"}),
        (IntegerField, {"integer"}),
        (NumberField, {"number"}),
        (EnumField, {"enum"}),
        (BooleanField, {"boolean"}),
        (RefField, {"ref"}),
        (RefsField, {"refs"}),
        (ListField, {"list"}),
        (PlainField, {"decimal", "date", "datetime", "time"}),
    ],
)
def test_a_type_is_read_as_its_variant(variant: type[EntityField], kinds: set[str]) -> None:
    assert {kind for kind in FieldType if isinstance(read_field(data(kind)), variant)} == kinds


def test_every_variant_writes_its_keys_in_one_order() -> None:
    orders = [list(variant.model_fields) for variant in get_args(EntityField)]
    whole = max(orders, key=len)
    for order in orders:
        shared = [key for key in order if key in whole]
        assert shared == [key for key in whole if key in shared]
    assert [*TextField.model_fields][:4] == ["name", "label", "type", "required"]
    assert [*IntegerField.model_fields].index("max") < [*IntegerField.model_fields].index("unique")


@pytest.mark.parametrize(
    ("field", "choices", "target", "is_money"),
    [
        (data("enum"), ["a", "b"], None, False),
        (data("boolean"), [True, False], None, False),
        (data("ref"), [], "Book", False),
        (data("refs", ref="Tag"), [], "Tag", False),
        (data("refs"), [], None, False),
        (data("integer", money=True), [], None, True),
        (data("integer"), [], None, False),
        (data("string"), [], None, False),
    ],
)
def test_what_code_asks_of_any_field(
    field: dict[str, Any], choices: list[Any], target: str | None, is_money: bool
) -> None:
    found = read_field(field)
    assert (found.choices, found.target, found.is_money) == (choices, target, is_money)


@pytest.mark.parametrize(
    ("field", "says"),
    [
        (data("string", minLength=5, maxLength=2), "minLength 5 is greater than maxLength 2"),
        (data("number", minimum=5, maximum=2), "minimum 5 is greater than maximum 2"),
        (data("string", pattern="^a+$", examples=["a"]), "needs three different examples"),
        (data("string", pattern="^a$", examples=["a", "b", "c"]), "example 'b' does not satisfy"),
        (data("enum", enum=["a"]), "an enum needs at least two values"),
        (data("enum", enum=["a", "a"]), "enum values repeat"),
        (data("enum", default="c"), "default 'c' is not one of the enum's values"),
        (data("enum", filtered=True), "with a default that the server writes is `filtered`"),
        (data("boolean", filtered=True, write="server"), "a default that the server writes"),
        (data("string", searched=True), "texts that clients write always are"),
        (data("string", write="path"), "only a required ref can be written by the path"),
        (data("ref", write="path"), "only a required ref can be written by the path"),
        (data("string", label=" "), "the label is empty"),
        (data("string", name="a b"), "the name must be snake_case"),
        (data("integer", computed="x"), "only a field that the server writes"),
        (
            data("integer", derived={"how": "count", "child": "A", "ref": "b"}),
            "write must be server",
        ),
        (
            data("text", write="server", derived={"how": "count", "child": "A", "ref": "b"}),
            "a count is an integer",
        ),
        (data("integer", required=True, write="change_only"), "needs a `default`"),
    ],
)
def test_what_is_impossible_is_refused_in_words(field: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        read_field(field)


def test_a_variant_can_be_made_in_code() -> None:
    made = RefField(name="book", label="Book", type=FieldType.REF, ref="Book", required=True)
    assert made == read_field(data("ref", name="book", label="Book", required=True))
    assert made.model_copy(update={"write": WriteAccess.PATH}).ref == "Book"
