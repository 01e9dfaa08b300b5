"""A plan that a person saved and edited: read back as it was, and refused with line numbers."""

from __future__ import annotations

import json

import pytest

from bench.recorded.assembling import request_of, written_plan
from tests.support.plans import LIBRARY, NOTES, planned
from workbench.errors import InputError
from workbench.planning.plan_file import accept_plan_file, line_of, read_plan_file, write_plan_file

TEXT = write_plan_file(planned(LIBRARY), LIBRARY)


@pytest.mark.parametrize("request_text", [NOTES, LIBRARY, "sizes (name: no|yes|1e2, note:text)"])
def test_an_offline_plan_is_the_same_after_a_file(request_text: str) -> None:
    file = read_plan_file(write_plan_file(planned(request_text), request_text), "plan.yaml")
    assert file.request == request_text
    assert accept_plan_file(file, "plan.yaml", None) == planned(request_text)


@pytest.mark.parametrize("system", ["studio", "shop", "trails"])
def test_a_rich_plan_is_the_same_after_a_file(system: str) -> None:
    plan = written_plan(system)
    file = read_plan_file(write_plan_file(plan, request_of(system)), "plan.yaml")
    assert accept_plan_file(file, "plan.yaml", plan.document) == plan


def test_json_is_a_plan_file_too() -> None:
    data = {"request": NOTES, **planned(NOTES).model_dump(mode="json")}
    file = read_plan_file(json.dumps(data, indent=1), "plan.json")
    assert accept_plan_file(file, "plan.json", None) == planned(NOTES)


def test_a_complaint_names_the_line_of_its_place() -> None:
    text = TEXT.replace("display_field: title", "display_field: heading")
    [line] = [at for at, said in enumerate(text.splitlines(), 1) if "field: heading" in said]
    with pytest.raises(InputError, match=f"line {line}: entities.Book.display_field"):
        accept_plan_file(read_plan_file(text, "plan.yaml"), "plan.yaml", None)


def test_a_wrong_word_is_found_by_its_position() -> None:
    text = TEXT.replace("type: string", "type: strong", 1)
    [line] = [at for at, said in enumerate(text.splitlines(), 1) if "type: strong" in said]
    with pytest.raises(InputError, match=f"line {line}: entities.0.fields.0.type"):
        accept_plan_file(read_plan_file(text, "plan.yaml"), "plan.yaml", None)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a: [", "line 2"), ('{"a": }', "line 1"), ("- 1", "no plan"), ("request: [1]", "line 1")],
)
def test_what_is_no_plan_file_is_refused_in_a_line(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_plan_file(text, "plan.yaml")


def test_a_place_that_the_file_does_not_have_gets_the_line_of_what_is_around_it() -> None:
    assert line_of("name: a\nentities:\n- name: Book\n", "entities.Book.fields.title") == 3
    assert line_of("name: a\n", "scenarios") == 0
