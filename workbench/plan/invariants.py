"""Rules over several records: what must hold whatever the order, and whoever comes at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from workbench.plan.fields import StrictModel


class InvariantKind(StrEnum):
    """The rules that can be proven (CONTRACT: The plan)."""

    UNIQUE = "unique"
    ONE_PER = "one_per"
    CAPACITY = "capacity"
    NO_OVERLAP = "no_overlap"
    NEVER_NEGATIVE = "never_negative"
    TRANSITION = "transition"


class Invariant(StrictModel):
    """One rule; each yields a trace one after the other, and a trace all at once."""

    id: Annotated[str, Field(description="short unique name", pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Annotated[InvariantKind, Field(description="the rule")]
    entity: Annotated[str, Field(description="entity whose new record is refused with 409")]
    fields: Annotated[
        list[str],
        Field(
            description="unique, one_per: fields that may not all be alike; no_overlap: its scope"
        ),
    ] = []
    parent: Annotated[
        str | None, Field(description="capacity, never_negative: the ref field to what is full")
    ] = None
    limit: Annotated[
        str | None, Field(description="capacity: integer field of the parent that says how many")
    ] = None
    where: Annotated[
        dict[str, JsonValue],
        Field(description="capacity: only records whose enum or boolean fields have these values "
              "take a place"),
    ] = {}  # fmt: skip
    start: Annotated[str | None, Field(description="no_overlap: field of the start")] = None
    end: Annotated[str | None, Field(description="no_overlap: field of the end")] = None
    derived: Annotated[
        str | None, Field(description="never_negative: derived field of the parent")
    ] = None
    field: Annotated[str | None, Field(description="transition: the field that changes")] = None
    before: Annotated[JsonValue, Field(description="transition: value of a new record")] = None
    after: Annotated[JsonValue, Field(description="transition: value that the operation sets")] = (
        None
    )
    operation: Annotated[
        str | None, Field(description="transition: operation whose path takes the id")
    ] = None
