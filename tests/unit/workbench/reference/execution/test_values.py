"""What a field makes of every kind of value: stored so, refused, or both where either is sound."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.plan.fields import EntityField, read_field
from workbench.reference.execution.symbols import ABSENT, OPEN, RecordId, Undecided
from workbench.reference.execution.values import Taken, readings

STORED, REFUSED, EITHER = "stored", "refused", "either"


def field(kind: str, **more: Any) -> EntityField:
    """A field of that type."""
    given = {"name": "f", "label": "F", "type": kind, "required": True}
    if kind == "enum":
        given["values"] = ["dry", "wet"]
    if kind == "list":
        given["default"] = []
    if kind in ("ref", "refs"):
        given["ref"] = "Room"
    return read_field(given | more)


def taken(found: EntityField, value: Any) -> str:
    """Whether a value is stored as sent, refused, or may be either."""
    ways = readings(found, value)
    kept = [way for way in ways if isinstance(way, Taken)]
    if not kept:
        return REFUSED
    if len(kept) < len(ways):
        return EITHER
    return STORED if [way.value for way in kept] == [value] else EITHER


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("string", '"null"', STORED),
        ("string", "12", REFUSED),
        ("string", '" x "', EITHER),
        ("string", '""', EITHER),
        ("text", '"a\\nb"', STORED),
        ("text", "[]", REFUSED),
        ("integer", "7", STORED),
        ("integer", "7.0", EITHER),
        ("integer", "1e2", EITHER),
        ("integer", "7.5", REFUSED),
        ("integer", '"7"', REFUSED),
        ("integer", "true", REFUSED),
        ("integer", "9007199254740993", STORED),
        ("integer", "9223372036854775807", STORED),
        ("integer", "9223372036854775808", REFUSED),
        ("integer", "1e400", REFUSED),
        ("number", "0.1", STORED),
        ("number", "1e2", STORED),
        ("number", "true", REFUSED),
        ("number", "1e400", REFUSED),
        ("number", '"5"', REFUSED),
        ("decimal", '"0.10"', STORED),
        ("decimal", '"-3"', STORED),
        ("decimal", '"12,5"', REFUSED),
        ("decimal", '".5"', REFUSED),
        ("decimal", "12.5", REFUSED),
        ("boolean", "true", STORED),
        ("boolean", '"true"', REFUSED),
        ("boolean", "1", REFUSED),
        ("date", '"2024-02-29"', STORED),
        ("date", '"2023-02-29"', REFUSED),
        ("date", '"2024-3-1"', REFUSED),
        ("date", '"2024-03-10x"', REFUSED),
        ("date", '"2024-03-10T00:00:00Z"', REFUSED),
        ("date", '"20240310"', REFUSED),
        ("datetime", '"2024-03-10T09:30:00.25+02:00"', STORED),
        ("datetime", '"2024-03-10T09:30:00"', EITHER),
        ("datetime", '"2024-03-10 09:30:00Z"', EITHER),
        ("datetime", '"2024-03-10T09:30:00Zx"', REFUSED),
        ("datetime", '"2023-02-29T09:30:00Z"', REFUSED),
        ("datetime", '"2024-03-10T25:00:00Z"', REFUSED),
        ("datetime", '"2024-03-10T24:00:00Z"', EITHER),
        ("datetime", '"2024-03-10T09:30:60Z"', EITHER),
        ("datetime", '"2024-03-10T09:30:00+30:00"', REFUSED),
        ("time", '"23:59"', STORED),
        ("time", '"24:00"', REFUSED),
        ("time", '"9:30"', EITHER),
        ("enum", '"dry"', STORED),
        ("enum", '"Dry"', REFUSED),
        ("enum", '" dry"', EITHER),
        ("enum", "0", REFUSED),
        ("email", '"a.b+c@example.org"', STORED),
        ("email", '"ada"', REFUSED),
        ("email", '"ada@"', REFUSED),
        ("email", '"a b@example.org"', EITHER),
        ("url", '"https://example.org/a?b=c"', STORED),
        ("url", '"example.org"', REFUSED),
        ("url", '"ftp://example.org"', EITHER),
        ("ref", "0", REFUSED),
        ("ref", "987654321", REFUSED),
        ("ref", "true", REFUSED),
        ("list", '["a", "a"]', STORED),
        ("list", "[1]", REFUSED),
        ("list", '[""]', REFUSED),
        ("list", '["a\\nb"]', REFUSED),
        ("list", '[" a "]', EITHER),
        ("list", "[]", STORED),
        ("refs", '"a"', REFUSED),
        ("refs", "[]", STORED),
        ("refs", "[0]", REFUSED),
        ("refs", "[true]", REFUSED),
        ("refs", "[null]", REFUSED),
        ("refs", "[987654321]", REFUSED),
    ],
)
def test_an_odd_value_is_stored_refused_or_undecided_by_its_type(
    kind: str, text: str, expected: str
) -> None:
    assert taken(field(kind), json.loads(text)) == expected


@pytest.mark.parametrize("letter", ["x", "ä", "日", "😀"])
def test_lengths_are_counted_in_characters(letter: str) -> None:
    short = field("string", min_length=2, max_length=3)
    found = [taken(short, letter * count) for count in (1, 2, 3, 4)]
    assert found == [REFUSED, STORED, STORED, REFUSED]


def test_a_pattern_is_re2_and_found_anywhere_unless_it_is_anchored() -> None:
    code = field("string", pattern="^[A-Z]{2}$", examples=["AB", "CD", "EF"])
    assert [taken(code, text) for text in ("AB", "ABC", "ab", "")] == [
        STORED,
        REFUSED,
        REFUSED,
        REFUSED,
    ]


def test_the_bounds_of_a_number_belong_to_it() -> None:
    number = field("number", min=0.5, max=2)
    assert [taken(number, n) for n in (0.25, 0.5, 2, 2.25)] == [REFUSED, STORED, STORED, REFUSED]


def test_what_is_left_out_has_its_default_else_nothing() -> None:
    assert readings(field("string", required=False, nullable=True), ABSENT) == [Taken(None)]
    assert readings(field("integer", required=False, default=7), ABSENT) == [Taken(7)]
    assert readings(field("integer", required=False), ABSENT) == [Taken(OPEN)]
    assert taken(field("integer"), ABSENT) == REFUSED


def test_null_clears_what_can_be_empty() -> None:
    assert readings(field("string", required=False, nullable=True), None) == [Taken(None)]
    assert taken(field("string"), None) == REFUSED
    assert taken(field("string", nullable=True), None) == EITHER
    assert taken(field("string", required=False), None) == EITHER
    cleared = readings(field("string", required=False, nullable=True, default="x"), None)
    assert cleared == [Taken(None), Taken("x")]


def test_an_empty_text_for_what_can_be_empty_is_kept_is_nothing_or_is_refused() -> None:
    note = field("string", required=False, nullable=True)
    assert {repr(way) for way in readings(note, "")} >= {repr(Taken(None)), repr(Taken(""))}
    assert taken(field("enum", required=False, nullable=True), "") == EITHER


@pytest.mark.parametrize(
    ("kind", "value"), [("ref", 3), ("ref", "abc"), ("ref", 1.0), ("refs", [1]), ("string", OPEN)]
)
def test_what_the_plan_says_nothing_about_is_not_decided(kind: str, value: Any) -> None:
    with pytest.raises(Undecided):
        readings(field(kind), value)


def test_references_are_identifiers() -> None:
    room = RecordId("Room", 1)
    assert readings(field("ref"), room) == [Taken(room)]
    assert readings(field("refs"), [room]) == [Taken([room])]


def test_an_array_of_references_has_each_once_in_the_order_of_creation_and_not_too_many() -> None:
    rooms = [RecordId("Room", number) for number in range(1, 102)]
    assert readings(field("refs"), [rooms[2], rooms[0]]) == [Taken([rooms[0], rooms[2]])]
    assert taken(field("refs"), rooms[:100]) == STORED
    assert taken(field("refs"), rooms) == REFUSED
    assert taken(field("refs"), [rooms[0], rooms[1], rooms[0]]) == REFUSED


def test_a_list_has_texts_up_to_a_length_and_not_too_many() -> None:
    assert taken(field("list"), ["ä" * 100] * 100) == STORED
    assert taken(field("list"), ["ä" * 101]) == REFUSED
    assert taken(field("list", max_length=3), ["abc", "abcd"]) == REFUSED
    assert taken(field("list"), ["a"] * 101) == REFUSED
    assert taken(field("list", default=None), ["a" * 500, ""]) == STORED  # a document's own


def test_which_records_an_array_of_a_document_names_is_not_decided() -> None:
    with pytest.raises(Undecided):
        readings(field("refs", ref=None), [RecordId("Room", 1)])


def test_the_length_of_a_text_that_holds_an_identifier_is_not_known() -> None:
    with pytest.raises(Undecided):
        readings(field("string", max_length=9), f"for {RecordId('Room', 1)}")
