"""Totals: an operation that counts an entity's records or adds them up, by month, day or value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from workbench.plan.language.strict_model import StrictModel

Span = Literal["day", "month", "year"]

# Where an answer has what was counted together, and the number.
LABEL, VALUE = "label", "value"


class Totals(StrictModel):
    """One operation that answers `[{label, value}]`, in the order of the labels.

    Records whose field is null belong to no label. A label without records is left out.
    """

    operation: Annotated[
        str,
        Field(
            description="id of its operation, lowerCamelCase; the conventions add the operation",
            pattern=r"^[a-z][A-Za-z0-9]*$",
        ),
    ]
    entity: Annotated[str, Field(description="entity of the records")]
    by: Annotated[
        str, Field(description="their field: a date or datetime with `per`, an enum without")
    ]
    per: Annotated[
        Span | None,
        Field(description="span of time, in UTC: labels are 2024-05-17, 2024-05 or 2024"),
    ] = None
    how: Annotated[Literal["count", "sum"], Field(description="what the value is")] = "count"
    field: Annotated[
        str | None, Field(description="sum: their integer or number field that is added up")
    ] = None
    where: Annotated[
        dict[str, JsonValue | list[JsonValue]],
        Field(
            description="only records whose enum or boolean fields have these values, or one of a list"
        ),
    ] = {}

    @property
    def counted(self) -> dict[str, list[JsonValue]]:
        """Field → the values with which a record counts."""
        return {
            name: value if isinstance(value, list) else [value]
            for name, value in self.where.items()
        }
