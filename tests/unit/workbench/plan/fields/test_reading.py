"""The keys of a field's type are accepted, those of other types refused in words, or left out if empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bench.recorded.assembling import RECORDED
from workbench.plan.fields import FieldType, read_field
from workbench.plan.system import SystemPlan

PLANS = Path(__file__).parents[4] / "data/plans"
TEXTS = ("string", "text", "email", "url")
# Each key that not every type has, with a value that says something, and the types that have it.
OWN: dict[str, tuple[Any, tuple[str, ...]]] = {
    "minimum": (0, ("integer", "number")),
    "maximum": (5, ("integer", "number")),
    "money": (True, ("integer",)),
    "minLength": (0, TEXTS),
    "maxLength": (9, (*TEXTS, "list")),
    "pattern": ("^a", TEXTS),
    "enum": (["x", "y"], ("enum",)),
    "ref": ("Book", ("ref", "refs")),
    "filtered": (True, ("enum", "boolean")),
    "searched": (True, (*TEXTS, "list")),
}
NEUTRAL: dict[str, Any] = {
    "minimum": None,
    "maximum": None,
    "money": False,
    "minLength": None,
    "maxLength": None,
    "pattern": None,
    "examples": [],
    "enum": [],
    "ref": None,
    "filtered": False,
    "searched": False,
}
OLD = {
    "enum": "values",
    "minimum": "min",
    "maximum": "max",
    "minLength": "min_length",
    "maxLength": "max_length",
}


def data(kind: str, **keys: Any) -> dict[str, Any]:
    needs: dict[str, dict[str, Any]] = {"enum": {"enum": ["a", "b"]}, "ref": {"ref": "Book"}}
    return {"name": "extra", "label": "Extra", "type": kind, **needs.get(kind, {}), **keys}


def refusal(field: object) -> str:
    """Place and text of the one reason for which a field is refused."""
    with pytest.raises(ValidationError) as refused:
        read_field(field)
    [problem] = refused.value.errors()
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"


@pytest.mark.parametrize("key", OWN)
def test_a_key_is_accepted_by_its_types_and_refused_by_all_others(key: str) -> None:
    value, types = OWN[key]
    told: dict[str, Any] = {"write": "server"} if key in ("filtered", "searched") else {}
    told |= {"examples": ["a", "ab", "abc"]} if key == "pattern" else {}
    for kind in FieldType:
        default = {"enum": "a", "boolean": True}.get(kind) if key == "filtered" else None
        field = data(kind, **{**told, "default": default, key: value})
        if kind in types:
            assert read_field(field).model_dump(mode="json")[key] == value
        elif key != "enum" or kind != "string":  # which is an enum
            said = refusal(field)
            assert f"field 'extra': `{key}` does not apply to type {kind}, only to" in said
            assert f"only to {', '.join(types)}" in said


def test_keys_of_the_same_types_are_refused_in_one_sentence_with_what_to_do() -> None:
    assert refusal(data("decimal", min=1, max=2)).endswith(
        "field 'extra': `minimum` and `maximum` do not apply to type decimal, only to integer, number;"
        " an amount with bounds is a number, or an integer with `money`, in the smallest unit (cents)"
    )


@pytest.mark.parametrize("kind", ["number", "decimal", "string"])
def test_an_amount_of_money_is_an_integer(kind: str) -> None:
    assert "an amount of `money` is an integer" in refusal(data(kind, money=True))
    assert read_field(data("integer", money=True)).is_money


@pytest.mark.parametrize("kind", [*FieldType])
def test_keys_of_other_types_that_say_nothing_are_left_out(kind: str) -> None:
    plain = data(kind)
    filled = {**NEUTRAL, **plain}
    older = {OLD.get(key, key): value for key, value in filled.items()}
    assert read_field(filled) == read_field(older) == read_field(plain)
    shown = read_field(filled).model_dump(mode="json")
    assert {key for key in OWN if key in shown} == {
        key for key, (_, of) in OWN.items() if kind in of
    }


@pytest.mark.parametrize("said", ["false", 0, "no", None])
def test_a_flag_of_another_type_may_be_off_in_any_word(said: Any) -> None:
    assert read_field(data("string", money=said)) == read_field(data("string"))


def test_zero_says_something() -> None:
    assert "`minimum` does not apply" in refusal(data("boolean", minimum=0))
    assert "`maxLength` does not apply" in refusal(data("integer", maxLength=0))


def test_examples_without_a_pattern_to_satisfy_are_an_annotation() -> None:
    assert read_field(data("integer", examples=["1"])) == read_field(data("integer"))


@pytest.mark.parametrize(("kind", "key"), [("enum", "enum"), ("ref", "ref")])
@pytest.mark.parametrize("left_out", [True, False])
def test_a_key_that_a_type_needs_is_named(kind: str, key: str, left_out: bool) -> None:
    field = data(kind, **{key: None})
    if left_out:
        del field[key]
    assert f"field 'extra': type {kind} needs the key `{key}`" in refusal(field)


@pytest.mark.parametrize("kind", ["strong", None, 3, {}, ["string"]])
def test_a_type_that_there_is_not_is_refused_at_its_place_with_those_that_there_are(
    kind: Any,
) -> None:
    said = refusal(data("string", maxLength=9) | {"type": kind})
    assert said.startswith("type: Input should be 'string', 'text'")


def test_a_field_without_a_type_is_refused() -> None:
    assert refusal({"name": "extra", "label": "Extra"}) == "type: Field required"


def test_a_word_that_no_type_knows_is_refused_at_its_place() -> None:
    assert refusal(data("enum", colour="red")) == "colour: Extra inputs are not permitted"


@pytest.mark.parametrize("field", ["title: string", None, ["title"], 5])
def test_what_is_no_object_is_no_field(field: object) -> None:
    assert "valid dictionary" in refusal(field)


@pytest.mark.parametrize(
    "path", [*sorted(PLANS.glob("*.json")), *sorted(RECORDED.glob("*/plan.json"))], ids=str
)
def test_a_plan_is_read_back_as_it_is_written(path: Path) -> None:
    plan = SystemPlan.model_validate_json(path.read_text())
    assert SystemPlan.model_validate_json(plan.model_dump_json()) == plan
    assert SystemPlan.model_validate(json.loads(plan.model_dump_json(by_alias=False))) == plan


def test_the_schema_tells_the_variants_apart_by_their_type() -> None:
    schema = SystemPlan.model_json_schema()
    items = schema["$defs"]["Entity"]["properties"]["fields"]["items"]
    assert items["discriminator"]["propertyName"] == "type"
    assert items["discriminator"]["mapping"].keys() == {*FieldType}
    assert len(items["oneOf"]) == len({*items["discriminator"]["mapping"].values()})
    for kind, place in items["discriminator"]["mapping"].items():
        variant = schema["$defs"][place.rpartition("/")[2]]
        keys = {key for key, (_, types) in OWN.items() if kind in types}
        assert keys == OWN.keys() & variant["properties"].keys()
        assert {"name", "label", "type"} <= {*variant["required"]}
        assert not variant["additionalProperties"]
