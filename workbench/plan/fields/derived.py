"""Values of a field that follow from other records."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from workbench.plan.fields.types import FieldType
from workbench.plan.language.strict_model import StrictModel


class Aggregate(StrEnum):
    """How a derived field is computed from the records that refer to its record."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    LATEST = "latest"


class Derived(StrictModel):
    """A value that the server computes from other records; clients cannot write it."""

    how: Annotated[
        Aggregate,
        Field(description="count of the records; sum or avg of a field, or its latest value"),
    ]
    child: Annotated[str, Field(description="entity of the records that are counted")]
    ref: Annotated[str, Field(description="their ref field that points here")]
    field: Annotated[
        str | None, Field(description="sum: their integer field; avg, latest: their field")
    ] = None
    where: Annotated[
        dict[str, JsonValue],
        Field(description="only records whose enum or boolean fields have these values"),
    ] = {}

    def problem_in(self, kind: FieldType, *, nullable: bool) -> str | None:
        """Why a field of that type cannot hold the value, in words; None if it can."""
        if self.how is not Aggregate.COUNT and self.field is None:
            return f"{self.how} needs derived.field"
        if self.how in (Aggregate.COUNT, Aggregate.SUM):
            return None if kind is FieldType.INTEGER else f"a {self.how} is an integer"
        if not nullable:
            return f"the {self.how} of no records is null, so the field must be nullable"
        if self.how is Aggregate.AVG and kind is not FieldType.NUMBER:
            return "an avg is a number"
        return None
