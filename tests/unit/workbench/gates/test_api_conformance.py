"""What Schemathesis measures a client's document against: the document, and what its silence allows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from workbench.gates.api_conformance import with_silent_statuses

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/pets": {
            "parameters": [],
            "post": {"responses": {"201": {"description": "made"}, "400": {"description": "ours"}}},
        }
    },
}


def test_statuses_of_its_silence_are_added_to_each_operation() -> None:
    responses = with_silent_statuses(DOCUMENT)["paths"]["/pets"]["post"]["responses"]
    assert sorted(responses) == ["201", "400", "404", "405", "413", "415"]


def test_what_the_document_says_stays() -> None:
    before = deepcopy(DOCUMENT)
    responses = with_silent_statuses(DOCUMENT)["paths"]["/pets"]["post"]["responses"]
    assert responses["400"] == {"description": "ours"}
    assert before == DOCUMENT
