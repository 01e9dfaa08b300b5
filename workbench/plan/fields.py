"""Fields of an entity: their types and constraints."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, JsonValue, model_validator

from workbench.plan.language.old_words import modern_field
from workbench.plan.language.strict_model import StrictModel
from workbench.plan.patterns import is_found, pattern_problem

SNAKE_CASE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
# The names that a client's own document may give fields; other plans use snake_case.
WIRE_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")


class FieldType(StrEnum):
    """The value types that a plan can name."""

    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    ENUM = "enum"
    EMAIL = "email"
    URL = "url"
    REF = "ref"
    REFS = "refs"
    LIST = "list"


TEXTUAL = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
NUMERIC = frozenset({FieldType.INTEGER, FieldType.NUMBER})
# Types whose value is an array.
ARRAYS = frozenset({FieldType.REFS, FieldType.LIST})
# Maximum number of items of an array.
MOST_ITEMS = 100
# The longest text of a list, if the plan says nothing else.
LONGEST_ITEM = 100


class WriteAccess(StrEnum):
    """Who may set a field: any client, only when creating or changing, the path, or the server alone."""

    CLIENT = "client"
    CREATE_ONLY = "create_only"
    CHANGE_ONLY = "change_only"
    PATH = "path"
    SERVER = "server"


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


class EntityField(StrictModel):
    """One field of an entity, as stored, sent and shown."""

    name: Annotated[str, Field(description="snake_case name on the wire and in the database")]
    label: Annotated[str, Field(description="the accessible name of its control on the page")]
    type: Annotated[FieldType, Field(description="the value's type")]
    required: Annotated[bool, Field(description="a create without it is rejected with 422")] = False
    nullable: Annotated[bool, Field(description="null is an accepted value")] = False
    default: Annotated[JsonValue, Field(description="the value if the client sends none")] = None
    min: Annotated[float | None, Field(alias="minimum", description="smallest number accepted")] = (
        None
    )
    max: Annotated[float | None, Field(alias="maximum", description="largest number accepted")] = (
        None
    )
    min_length: Annotated[
        int | None, Field(alias="minLength", description="fewest characters accepted")
    ] = None
    max_length: Annotated[
        int | None, Field(alias="maxLength", description="most characters accepted")
    ] = None
    pattern: Annotated[str | None, Field(description="anchored regular expression (RE2)")] = None
    examples: Annotated[
        list[str], Field(description="different values that satisfy `pattern`; three or more")
    ] = []
    unique: Annotated[bool, Field(description="no two records share a value; 409 otherwise")] = (
        False
    )
    values: Annotated[
        list[str], Field(alias="enum", description="the values of a field of type enum")
    ] = []
    ref: Annotated[str | None, Field(description="the entity that a ref or refs points to")] = None
    write: Annotated[WriteAccess, Field(description="who may set it")] = WriteAccess.CLIENT
    money: Annotated[
        bool,
        Field(
            description="an integer that is an amount in the smallest unit of the plan's currency:"
            " 1250 on the wire, 12.50 in forms, the amount with its currency in lists"
        ),
    ] = False
    secret: Annotated[bool, Field(description="accepted, never sent back")] = False
    derived: Annotated[
        Derived | None, Field(description="computed by the server from other records")
    ] = None
    filtered: Annotated[
        bool,
        Field(
            description="write server: lists can be filtered by this enum or boolean, a state with a default"
        ),
    ] = False
    searched: Annotated[
        bool,
        Field(
            description="lists search (q) in it too: a list of texts, or a text that the server writes"
        ),
    ] = False
    computed: Annotated[
        str | None,
        Field(
            description="write server: how the server sets it, in words, where nothing else says it"
        ),
    ] = None
    pointer: Annotated[
        str | None,
        Field(description="its pointer in the record if a document nests it: /author/username"),
    ] = None
    pointer_in: Annotated[
        str | None,
        Field(description="its pointer in requests, if a document has it elsewhere there: /author"),
    ] = None

    @property
    def is_written_by_client(self) -> bool:
        """True when the body of a create request may carry the field."""
        return self.write in (WriteAccess.CLIENT, WriteAccess.CREATE_ONLY)

    @property
    def choices(self) -> list[JsonValue]:
        """Every value of an enum or a boolean; empty for other types."""
        return [True, False] if self.type is FieldType.BOOLEAN else [*self.values]

    @property
    def is_condition(self) -> bool:
        """True if which records count can depend on it: a choice that is stored as it was written."""
        is_stored = self.derived is None and self.computed is None and not self.secret
        is_set = self.write is not WriteAccess.SERVER or self.default is not None
        return bool(self.choices) and is_stored and is_set

    @property
    def place(self) -> str:
        """The pointer of the field inside its record, as responses have it."""
        return self.pointer or f"/{self.name}"

    @property
    def place_in(self) -> str:
        """The pointer of the field inside its record, as requests have it."""
        return self.pointer_in or self.place

    @model_validator(mode="before")
    @classmethod
    def _modern(cls, data: Any) -> Any:
        return modern_field(data)

    @model_validator(mode="after")
    def _consistent(self) -> EntityField:
        problem = field_problem(self)
        if problem:
            raise ValueError(f"field {self.name!r}: {problem}")
        return self


def field_problem(field: EntityField) -> str | None:
    """Why this field is impossible on its own, in words; None if it is possible.

    References to other entities are checked with the whole plan (`planning/acceptance.py`).
    """
    if not WIRE_NAME.match(field.name):
        return "the name must be snake_case (or, in a client's own document, a plain word)"
    if not field.label.strip():
        return "the label is empty"
    return _bounds_problem(field) or _type_problem(field)


def _bounds_problem(field: EntityField) -> str | None:
    if field.min is not None and field.max is not None and field.min > field.max:
        return f"minimum {field.min:g} is greater than maximum {field.max:g}"
    low, high = field.min_length, field.max_length
    if low is not None and high is not None and low > high:
        return f"minLength {low} is greater than maxLength {high}"
    is_list_of_texts = field.type is FieldType.LIST and low is None and field.pattern is None
    if (low is not None or high is not None or field.pattern) and field.type not in TEXTUAL:
        if not is_list_of_texts:  # its texts may have a greatest length
            return f"length and pattern do not apply to type {field.type}"
    if (field.min is not None or field.max is not None) and field.type not in NUMERIC:
        return (
            f"minimum and maximum do not apply to type {field.type}; "
            "an amount with bounds is a number, or an integer with `money`, in the smallest unit (cents)"
        )
    return None


def _type_problem(field: EntityField) -> str | None:
    if field.money and field.type is not FieldType.INTEGER:
        return "an amount of `money` is an integer, in the smallest unit (cents)"
    if field.type is FieldType.ENUM and len(field.values) < 2:
        return "an enum needs at least two values"
    if len(set(field.values)) != len(field.values):
        return "enum values repeat"
    if field.type is not FieldType.ENUM and field.values:
        return "only a field of type enum has `enum`"
    if field.type is FieldType.ENUM and field.default is not None:
        if field.default not in field.values:
            return f"default {field.default!r} is not one of the enum's values"
    if field.type is not FieldType.REFS and (field.type is FieldType.REF) != (
        field.ref is not None
    ):
        return "type ref and the key ref belong together"
    if field.write is WriteAccess.PATH and (field.type is not FieldType.REF or not field.required):
        return "only a required ref can be written by the path"
    if field.derived is not None and field.write is not WriteAccess.SERVER:
        return "a derived field is written by the server: write must be server"
    if field.write is WriteAccess.CHANGE_ONLY and field.required and field.default is None:
        return "a field that only a change writes needs a `default`, or must not be required"
    if field.filtered and field.computed is not None:
        return (
            "a `computed` value is not `filtered`: an operation of your own may list such records"
        )
    if field.filtered and not _is_state(field):
        return "only an enum or a boolean with a default that the server writes is `filtered`"
    if field.searched and not _may_be_searched(field):
        return "only a list, or a text that the server writes and shows, is `searched`; texts that clients write always are"
    if field.computed is not None and (field.write is not WriteAccess.SERVER or field.derived):
        return "only a field that the server writes, without `derived`, is computed"
    if field.derived is not None:
        return _derived_problem(field, field.derived)
    if field.pattern is not None:
        return _pattern_problem(field.pattern, field.examples)
    return None


def _may_be_searched(field: EntityField) -> bool:
    """True for what a search covers only if the plan says so."""
    is_told = field.type in TEXTUAL and field.write is WriteAccess.SERVER and not field.secret
    return field.type is FieldType.LIST or (is_told and field.derived is None)


def _is_state(field: EntityField) -> bool:
    """True for a value that the server writes and the plan decides."""
    return (
        field.type in (FieldType.ENUM, FieldType.BOOLEAN)
        and field.write is WriteAccess.SERVER
        and field.default is not None
        and field.derived is None
        and field.computed is None
        and not field.secret
    )


def _derived_problem(field: EntityField, derived: Derived) -> str | None:
    if derived.how is not Aggregate.COUNT and derived.field is None:
        return f"{derived.how} needs derived.field"
    if derived.how in (Aggregate.COUNT, Aggregate.SUM):
        return None if field.type is FieldType.INTEGER else f"a {derived.how} is an integer"
    if not field.nullable:
        return f"the {derived.how} of no records is null, so the field must be nullable"
    if derived.how is Aggregate.AVG and field.type is not FieldType.NUMBER:
        return "an avg is a number"
    return None


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
