"""What makes a normalised document no valid OpenAPI 3.1, by the published JSON Schema.

`jsonschema-rs` holds a document of 13 MB against it in a second, where the whole of
`openapi-spec-validator` takes three minutes, fetches references by itself, and keeps every document.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from openapi_spec_validator.schemas import schema_v31

from workbench.openapi.references import pointer_of
from workbench.openapi.repairs import one_line

MAX_MESSAGE = 300


def document_problem(document: dict[str, Any]) -> str:
    """The first rule that the document breaks, with its place; empty for a valid document.

    Its schemas are valid already (`schema_repairs`). Nothing is fetched.
    """
    for error in _openapi().iter_errors(document):
        return one_line(f"{pointer_of(error.instance_path)}: {error.message[:MAX_MESSAGE]}")
    return ""


@lru_cache(maxsize=1)
def _openapi() -> Draft202012Validator:
    return Draft202012Validator(dict(schema_v31))
