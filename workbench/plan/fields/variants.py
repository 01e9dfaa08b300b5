"""The fields of each type, with the keys that apply to that type alone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from workbench.plan.fields.base import FieldBase
from workbench.plan.fields.types import FieldType, WriteAccess
from workbench.plan.patterns import is_found, pattern_problem


class _Words(FieldBase):
    """Texts: one, or a list of them."""

    max_length: Annotated[
        int | None, Field(alias="maxLength", description="most characters accepted")
    ] = None
    searched: Annotated[
        bool,
        Field(
            description="lists search (q) in it too: a list of texts, or a text that the server writes"
        ),
    ] = False


class TextField(_Words):
    """A text."""

    type: Annotated[
        Literal[FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL],
        Field(description="the value's type"),
    ]
    min_length: Annotated[
        int | None, Field(alias="minLength", description="fewest characters accepted")
    ] = None
    pattern: Annotated[str | None, Field(description="anchored regular expression (RE2)")] = None
    examples: Annotated[
        list[str], Field(description="different values that satisfy `pattern`; three or more")
    ] = []

    def _own_problem(self) -> str | None:
        low, high = self.min_length, self.max_length
        if low is not None and high is not None and low > high:
            return f"minLength {low} is greater than maxLength {high}"
        is_told = self.write is WriteAccess.SERVER and not self.secret and self.derived is None
        if self.searched and not is_told:
            return "only a text that the server writes and shows is `searched`; texts that clients write always are"
        if self.pattern is not None and self.derived is None:
            return _pattern_problem(self.pattern, self.examples)
        return None


class ListField(_Words):
    """A list of short texts."""

    type: Annotated[Literal[FieldType.LIST], Field(description="the value's type")]


class BoundedField(FieldBase):
    """A number that may have bounds."""

    min: Annotated[float | None, Field(alias="minimum", description="smallest number accepted")] = (
        None
    )
    max: Annotated[float | None, Field(alias="maximum", description="largest number accepted")] = (
        None
    )

    def _own_problem(self) -> str | None:
        if self.min is not None and self.max is not None and self.min > self.max:
            return f"minimum {self.min:g} is greater than maximum {self.max:g}"
        return None


class IntegerField(BoundedField):
    """A whole number, or an amount of money."""

    type: Annotated[Literal[FieldType.INTEGER], Field(description="the value's type")]
    money: Annotated[
        bool,
        Field(
            description="an integer that is an amount in the smallest unit of the plan's currency:"
            " 1250 on the wire, 12.50 in forms, the amount with its currency in lists"
        ),
    ] = False

    @property
    def is_money(self) -> bool:
        return self.money


class NumberField(BoundedField):
    """A number that need not be whole."""

    type: Annotated[Literal[FieldType.NUMBER], Field(description="the value's type")]


class _State(FieldBase):
    """A value of a few that the plan knows."""

    filtered: Annotated[
        bool,
        Field(
            description="write server: lists can be filtered by this enum or boolean, a state with a default"
        ),
    ] = False

    def _own_problem(self) -> str | None:
        if self.filtered and self.computed is not None:
            return "a `computed` value is not `filtered`: an operation of your own may list such records"
        is_decided = self.write is WriteAccess.SERVER and self.default is not None
        if self.filtered and (not is_decided or self.derived is not None or self.secret):
            return "only an enum or a boolean with a default that the server writes is `filtered`"
        return None


class EnumField(_State):
    """One of several named values."""

    type: Annotated[Literal[FieldType.ENUM], Field(description="the value's type")]
    values: Annotated[
        list[str],
        Field(
            alias="enum",
            description="its values, two or more",
            json_schema_extra={"minItems": 2},
        ),
    ]

    @property
    def choices(self) -> list[JsonValue]:
        return [*self.values]

    def _own_problem(self) -> str | None:
        if len(self.values) < 2:
            return "an enum needs at least two values"
        if len(set(self.values)) != len(self.values):
            return "enum values repeat"
        if self.default is not None and self.default not in self.values:
            return f"default {self.default!r} is not one of the enum's values"
        return super()._own_problem()


class BooleanField(_State):
    """True or false."""

    type: Annotated[Literal[FieldType.BOOLEAN], Field(description="the value's type")]

    @property
    def choices(self) -> list[JsonValue]:
        return [True, False]


class RefField(FieldBase):
    """A record of another entity, by its id."""

    type: Annotated[Literal[FieldType.REF], Field(description="the value's type")]
    ref: Annotated[str, Field(description="the entity that it points to")]

    @property
    def target(self) -> str:
        return self.ref


class RefsField(FieldBase):
    """Several records of another entity."""

    type: Annotated[Literal[FieldType.REFS], Field(description="the value's type")]
    ref: Annotated[
        str | None,
        Field(description="the entity that they point to; null with a client's own document"),
    ] = None

    @property
    def target(self) -> str | None:
        return self.ref


class PlainField(FieldBase):
    """A value of a type that has no keys of its own."""

    type: Annotated[
        Literal[FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME, FieldType.TIME],
        Field(description="the value's type"),
    ]


EntityField = (
    TextField
    | IntegerField
    | NumberField
    | EnumField
    | BooleanField
    | RefField
    | RefsField
    | ListField
    | PlainField
)


def _pattern_problem(pattern: str, examples: list[str]) -> str | None:
    problem = pattern_problem(pattern)
    if problem is not None:
        return problem
    if len(set(examples)) < 3:
        return "a pattern needs three different examples that satisfy it"
    for example in examples:
        if not is_found(pattern, example):
            return f"example {example!r} does not satisfy the pattern"
    return None
