"""Whatever a document holds, it is normalised or refused in one line; nothing else is ever raised."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.documents import minimal
from tests.support.odd_documents import VALUES, mutated
from workbench.openapi.client_document import UnusableDocument
from workbench.openapi.client_operations import client_operations
from workbench.openapi.normalising import normalise
from workbench.openapi.own_validity import InvalidDocument, check_document
from workbench.openapi.yaml_writing import yaml_text


def assert_normalised_or_refused(text: str) -> None:
    """Normalises a text and lists its operations; the copy can be written and read back."""
    refusal = ""
    try:
        found = normalise(text)
    except UnusableDocument as refused:
        refusal = str(refused)
    assert "\n" not in refusal
    if refusal:
        return
    operations = client_operations(found.document)
    assert len({operation.id for operation in operations}) == len(operations)
    assert all("\n" not in line for line in found.repairs)
    again = normalise(yaml_text(found.document))
    assert again.problem == found.problem
    assert len(client_operations(again.document)) == len(operations)


@given(mutated())
@example(minimal(components={"schemas": {"Pet": {"properties": {"": {"$ref": None}}}}}))
@settings(max_examples=150, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_changed_document_is_normalised_or_refused_in_one_line(document: Any) -> None:
    assert_normalised_or_refused(json.dumps(document))


@given(VALUES, VALUES)
@settings(max_examples=150, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_as_document_or_as_path_is_normalised_or_refused_in_one_line(
    whole: Any, item: Any
) -> None:
    assert_normalised_or_refused(json.dumps(whole))
    assert_normalised_or_refused(
        json.dumps({"openapi": "3.0.0", "paths": {"/a": {"get": item}, "/b": item, "c": {}}})
    )


@given(st.text(max_size=200))
@example("{")
@example("%TAG ! tag:x\n---\n!a b: c")
@example("a: !!binary x")
@example("&a a: *a")
@example("? *a")
@example("{a: }: b")
@settings(max_examples=300, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_normalised_or_refused_in_one_line(text: str) -> None:
    assert_normalised_or_refused(text)
    assert_normalised_or_refused(f"paths: {{/a: {text}}}")


@given(mutated())
@settings(max_examples=100, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_document_of_our_own_is_valid_or_refused(document: Any) -> None:
    refusal = ""
    try:
        check_document(document)
    except InvalidDocument as refused:
        refusal = str(refused)
    assert "\n" not in refusal


def test_what_is_written_is_read_as_the_same_value() -> None:
    texts = [
        "1e9",
        "0o17",
        "0xff",
        "no",
        "on",
        "1:30",
        "2024-01-01",
        "~",
        "",
        ".5",
        "5.",
        "=",
        "<<",
        "+1",
    ]
    document = minimal()
    document["x-texts"] = {text: text for text in texts}
    assert normalise(yaml_text(document)).document["x-texts"] == {text: text for text in texts}
