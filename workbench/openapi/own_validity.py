"""Whether the document derived from a plan is valid OpenAPI 3.1, without ever reading anything else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_spec_validator import OpenAPIV31SpecValidator

from workbench.errors import InputError
from workbench.openapi.references import REFERENCE_KEYS, pointer_of, target_of, walk
from workbench.openapi.repairs import one_line
from workbench.openapi.schema_repairs import schema_errors
from workbench.openapi.schema_walk import schemas_of

MAX_REASON = 300


class InvalidDocument(InputError):
    """A plan's own JSON Schemas do not fit OpenAPI 3.1, or refer to something outside the document.

    `place` is a pointer into the document. Raised while a plan is checked; the planner mends it.
    """

    def __init__(self, place: str, reason: str) -> None:
        self.place = one_line(place)
        self.reason = one_line(reason)[:MAX_REASON]
        super().__init__(f"{place}: {self.reason}")


def check_document(document: dict[str, Any]) -> None:
    """Raises `InvalidDocument` with the first thing that is wrong.

    References are held to the document and schemas to the metaschema first: the validator would
    fetch what a reference names, and expects schemas to have the shapes of schemas.
    """
    for place, reason in chain(_foreign(document), schema_errors(document)):
        raise InvalidDocument(place, reason)
    validator = OpenAPIV31SpecValidator(SchemaPath.from_dict(document, handlers={}))
    # Not `validator.iter_errors`, whose cache keeps every document that it has seen.
    errors: Iterator[ValidationError] = chain(
        validator.schema_validator.iter_errors(document),
        validator.root_validator(validator.schema_path),
    )
    for error in errors:
        raise InvalidDocument(pointer_of(error.absolute_path), error.message)


def _foreign(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """References out of the document, or to nothing, and what moves where references start from."""
    for place, node in walk(document):
        if isinstance(node, dict):
            for key in REFERENCE_KEYS:
                target = node.get(key)
                if isinstance(target, str) and not _leads_somewhere(document, key, target):
                    yield (
                        place,
                        (
                            f"{key} {target[:100]!r} names nothing in the document; refer to "
                            "#/components/schemas/NAME, or write the schema out"
                        ),
                    )
    for place, schema in schemas_of(document):
        for key in ("$id", "$schema"):
            if key in schema:
                yield place, f"{key} is not taken; leave it out"


def _leads_somewhere(document: dict[str, Any], key: str, target: str) -> bool:
    if key == "$ref":
        return target_of(document, target) is not None
    return target.startswith("#")
