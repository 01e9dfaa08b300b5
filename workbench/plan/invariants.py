"""Invariants over several records: they hold for any order of requests, and for parallel ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from workbench.plan.language.strict_model import StrictModel


class _Invariant(StrictModel):
    """The base of all invariants. Each has a sequential trace and a parallel one."""

    id: Annotated[str, Field(description="short unique name", pattern=r"^[a-z][a-z0-9_]*$")]
    entity: Annotated[str, Field(description="entity whose new record is rejected with 409")]

    @property
    def own_fields(self) -> tuple[str, ...]:
        """The fields of the entity that decide whether a record breaks it."""
        return ()


class OnePer(_Invariant):
    """No two records have the same values in all of these fields."""

    kind: Annotated[Literal["unique", "one_per"], Field(description="both mean the same")]
    fields: Annotated[list[str], Field(description="the fields", min_length=1)]

    @property
    def own_fields(self) -> tuple[str, ...]:
        return tuple(self.fields)


class Capacity(_Invariant):
    """A parent has at most so many records."""

    kind: Literal["capacity"] = "capacity"
    parent: Annotated[str, Field(description="the ref field to the parent that has the limit")]
    limit: Annotated[
        str, Field(description="integer field of the parent with the largest number of records")
    ]
    where: Annotated[
        dict[str, JsonValue],
        Field(description="only records whose enum or boolean fields have these values count"),
    ] = {}

    @property
    def own_fields(self) -> tuple[str, ...]:
        return (self.parent,)


class NoOverlap(_Invariant):
    """No two records of the same scope overlap in time."""

    kind: Literal["no_overlap"] = "no_overlap"
    start: Annotated[str, Field(description="field of the start")]
    end: Annotated[str, Field(description="field of the end")]
    fields: Annotated[list[str], Field(description="the scope; empty: all records")] = []

    @property
    def own_fields(self) -> tuple[str, ...]:
        return (self.start, self.end, *self.fields)


class NeverNegative(_Invariant):
    """A derived value of the parent never falls below zero."""

    kind: Literal["never_negative"] = "never_negative"
    parent: Annotated[str, Field(description="the ref field to the record with the derived value")]
    derived: Annotated[str, Field(description="derived field of the parent")]

    @property
    def own_fields(self) -> tuple[str, ...]:
        return (self.parent,)


class Transition(_Invariant):
    """An operation moves a field from one value to another, once."""

    kind: Literal["transition"] = "transition"
    field: Annotated[str, Field(description="the field that changes")]
    before: Annotated[
        JsonValue, Field(description="the value that the record must have; another one is a 409")
    ]
    after: Annotated[JsonValue, Field(description="value that the operation sets")]
    operation: Annotated[str, Field(description="operation whose path takes the id")]

    @property
    def own_fields(self) -> tuple[str, ...]:
        return (self.field,)


Invariant = OnePer | Capacity | NoOverlap | NeverNegative | Transition
AnyInvariant = Annotated[Invariant, Field(discriminator="kind")]


def moves_to(
    rule: Transition, invariants: Sequence[Invariant], start: JsonValue
) -> list[Transition] | None:
    """The transitions that bring a record from the value `start` to where one begins; None if none do."""
    moves = [
        item
        for item in invariants
        if isinstance(item, Transition) and (item.entity, item.field) == (rule.entity, rule.field)
    ]
    paths: list[list[Transition]] = [[]]
    reached = [start]
    for path, value in zip(paths, reached, strict=False):  # both grow while they are read
        if value == rule.before:
            return path
        for move in moves:
            if move.before == value and move.after not in reached:
                paths.append([*path, move])
                reached.append(move.after)
    return None
