"""What stands at a place of a document, which decides where a file that is referred to there is put."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.openapi.schema_walk import BY_NAME, DATA, NAMES, ONE, SEVERAL

# Kinds of a document's parts that can be referred to by name, by the keys that hold them.
_BY_NAME = {
    "responses": "responses",
    "parameters": "parameters",
    "headers": "headers",
    "requestBodies": "requestBodies",
}


@dataclass(frozen=True)
class Place:
    """What a node is. `kind` is object, schema, names or data; `names_of` what the members of names are.

    `part` is the section of components that can hold the node, empty if none can.
    """

    kind: str = "object"
    names_of: str = ""
    part: str = ""


def child_place(place: Place, key: str) -> Place:
    """What the member of a node of that place is."""
    if place.kind == "data":
        return place
    if place.kind == "schema":
        return _below_schema(key)
    if place.kind == "names":
        is_schema = place.names_of == "schemas"
        return Place("schema" if is_schema else "object", part=place.names_of)
    if key == "schema":
        return Place("schema", part="schemas")
    if key == "schemas" or key == "definitions":
        return Place("names", names_of="schemas")
    if key == "requestBody":
        return Place("object", part="requestBodies")
    if key in NAMES:
        return Place("names", names_of=_BY_NAME.get(key, ""))
    return Place("data") if key in DATA or key.startswith("x-") else Place("object")


def _below_schema(key: str) -> Place:
    if key in ONE or key in SEVERAL:
        return Place("schema", part="schemas")
    if key in BY_NAME:
        return Place("names", names_of="schemas")
    return Place("data")
