"""Writes the schemas of OpenAPI 3.0 as those of 3.1, which are JSON Schemas.

Source: https://www.openapis.org/blog/2021/02/16/migrating-from-openapi-3-0-to-3-1-0.
"""

from __future__ import annotations

from typing import Any

from workbench.openapi.repairs import Repairs
from workbench.openapi.schema_walk import schemas_of

_NULL = {"type": "null"}


def to_31(document: dict[str, Any], repairs: Repairs) -> None:
    """Changes the document in place; the version is noted by whoever calls."""
    for place, schema in schemas_of(document):
        if isinstance(schema.get("nullable"), bool):
            _nullable(place, schema, repairs)
        for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if isinstance(schema.get(exclusive), bool):
                if schema.pop(exclusive) and limit in schema:
                    schema[exclusive] = schema.pop(limit)
                repairs.note(place, f"{exclusive} is written as a number")


def _nullable(place: str, schema: dict[str, Any], repairs: Repairs) -> None:
    """Writes ``nullable: true`` as the type null, if the schema does not take null already."""
    if not schema.pop("nullable"):
        return
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"].append(None)
    choices = next(
        (schema[key] for key in ("anyOf", "oneOf") if isinstance(schema.get(key), list)), None
    )
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    elif isinstance(schema.get("type"), list) and "null" not in schema["type"]:
        schema["type"].append("null")
    elif "$ref" in schema or "allOf" in schema:
        whole = dict(schema)
        schema.clear()
        schema["anyOf"] = [whole, dict(_NULL)]
    elif choices is not None and _NULL not in choices:
        choices.append(dict(_NULL))
    repairs.note(place, "nullable is written as the type null")
