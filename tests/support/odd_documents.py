"""Documents and values of any shape, for properties that hold whatever a text says."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.support.documents import SWAGGER, minimal
from workbench.openapi.client_document import read_value
from workbench.openapi.repairs import Repairs

RICH = minimal(
    servers=[{"url": "/v1/{x}", "variables": {"x": {"default": "y"}}}],
    security=[{"key": []}],
    tags=[{"name": "pets"}],
    components={
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "integer"},
                    "mother": {"$ref": "#/components/schemas/Pet"},
                    "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
                },
                "allOf": [{"description": "x"}],
            }
        },
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
        "responses": {"missing": {"description": "none"}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
)
RICH["paths"]["/pets/{id}"] = {
    "parameters": [{"$ref": "#/components/parameters/limit"}],
    "put": {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Pet"},
                    "examples": {"one": {"value": {"id": 1}}},
                }
            }
        },
        "responses": {"404": {"$ref": "#/components/responses/missing"}, "default": {}},
    },
}
BASES = (RICH, {**RICH, "openapi": "3.0.3"}, read_value(SWAGGER, Repairs()))

NAMES = st.sampled_from(
    [
        "$ref",
        "type",
        "in",
        "name",
        "items",
        "required",
        "nullable",
        "schema",
        "content",
        "get",
        "",
        "default",
        "example",
        "examples",
        "$id",
        "$recursiveRef",
        "discriminator",
        "mapping",
        "/",
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    NAMES,
    st.sampled_from(
        [
            "#/components/schemas/Pet",
            "#",
            "#/paths/~1pets",
            "http://x/y",
            "#/paths/-",
            "~2",
            "#/a~2",
        ]
    ),
    st.just(10**300),
)
VALUES = st.recursive(
    LEAVES,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.dictionaries(st.one_of(NAMES, st.text(max_size=5)), inside, max_size=3),
    ),
    max_leaves=8,
)


def places_of(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every node of a document."""
    children: list[tuple[Any, Any]] = []
    if isinstance(node, dict):
        children = list(node.items())
    elif isinstance(node, list):
        children = list(enumerate(node))
    return [path, *(place for key, child in children for place in places_of(child, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A document in which one to three nodes are replaced, removed, or moved to other names."""
    document = copy.deepcopy(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places_of(document)))
        if not place:
            continue
        holder = document
        for key in place[:-1]:
            holder = holder[key]
        if draw(st.booleans()) or isinstance(holder, list):
            holder[place[-1]] = draw(VALUES)
        else:
            holder[draw(st.one_of(NAMES, st.text(max_size=5)))] = holder.pop(place[-1])
    return document
