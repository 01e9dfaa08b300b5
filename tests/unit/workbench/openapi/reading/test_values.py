"""A document's text is read as one JSON value: JSON by its grammar, YAML by the core schema of 1.2."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.openapi.client_document import read_value
from workbench.openapi.reading.limits import MAX_DEPTH, MAX_DIGITS
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.repairs import Repairs


def read(text: str) -> Any:
    return read_value(text, Repairs())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("enum: [SE, NO, DK]", {"enum": ["SE", "NO", "DK"]}),
        ("no: 1", {"no": 1}),
        ("on: yes", {"on": "yes"}),
        ("maximum: 1e9", {"maximum": 1e9}),
        ("maximum: 1.5E+3", {"maximum": 1500.0}),
        ("mode: 0o17", {"mode": 15}),
        ("mask: 0xff", {"mask": 255}),
        ("at: 2024-01-31", {"at": "2024-01-31"}),
        ("time: 1:30", {"time": "1:30"}),
        ("flag: TRUE", {"flag": True}),
        ("nothing: ~", {"nothing": None}),
        ("nothing:", {"nothing": None}),
        ("'200': {}", {"200": {}}),
        ("200: {}", {"200": {}}),
        ("true: 1", {"true": 1}),
        ("quoted: '1e9'", {"quoted": "1e9"}),
        ("tagged: !!str 5", {"tagged": "5"}),
        ("unknown: !Ref Pet", {"unknown": "Pet"}),
        ("equals: =", {"equals": "="}),
        ("far: .inf", {"far": ".inf"}),
        ("far: 1e999", {"far": "1e999"}),
    ],
)
def test_yaml_has_the_values_of_the_core_schema(text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{\t"a":\t1\n\t}', {"a": 1}),
        ('{"a": "x\ty"}', {"a": "x\ty"}),
        ('{"face": "\\ud83d\\ude00"}', {"face": "😀"}),
        ('\ufeff{"a": 1}', {"a": 1}),
        ('{"far": 1e999}', {"far": "1e999"}),
        ('{"none": NaN}', {"none": "NaN"}),
        ("{a: 1, b: [x, y]}", {"a": 1, "b": ["x", "y"]}),
    ],
)
def test_json_is_read_by_its_own_grammar_and_flow_yaml_too(text: str, value: Any) -> None:
    assert read(text) == value


def test_escapes_of_json_are_read_in_yaml_as_well() -> None:
    text = 'face: "\\ud83d\\ude00"\nplain: \\ud83d\\ude00'
    assert read(text)["face"] == "😀"


def test_aliases_are_copies_and_merge_keys_are_merged() -> None:
    value = read("base: &b {x: 1, y: 2}\none: *b\ntwo: {<<: *b, y: 3}\nthree: {<<: [*b], z: 4}")
    assert value["one"] == {"x": 1, "y": 2}
    assert value["one"] is not value["base"]
    assert value["two"] == {"x": 1, "y": 3}
    assert value["three"] == {"x": 1, "y": 2, "z": 4}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &a [*a]", "line 1: the alias *a is recursive or undefined"),
        ("a: &a {b: {c: *a}}", "line 1: the alias *a is recursive or undefined"),
        ("a: *nobody", "is recursive or undefined|undefined alias"),
        (BOMB, "line 6: holds more than 1,000,000 values"),
        ("[" * 100_000, "nested deeper|maximum nesting depth"),
        ("- " * 100_000, "nested deeper|maximum nesting depth"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, f"is nested deeper than {MAX_DEPTH} levels"),
        ('{"a":' * 150 + "1" + "}" * 150, f"is nested deeper than {MAX_DEPTH} levels"),
        ("a: " + "9" * 5000, f"line 1: a number has 5,000 digits; at most {MAX_DIGITS} are read"),
        ('{"a": ' + "9" * 5000 + "}", "a number has 5,000 digits"),
        ('{"a": 0.' + "9" * 5000 + "}", "a number has 5,002 digits"),
        ("? {a: 1}\n: 2", "line 1: a key must be a text"),
        ("a: 1\n---\nb: 2", "line 2: a second document begins; give a file with one document"),
        ("a: [1", "line"),
        ('{"a": 1,, }', "line 1, column 9: is neither JSON nor YAML"),
        ("\ud800: 1", "half characters"),
        ("a: \x07", "cannot be parsed|control characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(UnusableDocument, match=reason.replace("*", r"\*")) as refused:
        read(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


def test_half_characters_and_repeated_keys_are_repaired_and_said_so() -> None:
    repairs = Repairs()
    assert read_value('{"a": "\\ud800x", "b": 1, "b": 2}', repairs) == {"a": "\ufffdx", "b": 2}
    assert repairs.lines() == (
        "the document: a key occurs twice in one object; the last value counts (b)",
        "the document: half characters (lone surrogates) are written as U+FFFD",
    )
    assert read_value("a: 1\nb: 2\na: 3", repairs) == {"a": 3, "b": 2}
