"""What a field of any type has."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from workbench.plan.fields.derived import Derived
from workbench.plan.fields.types import WIRE_NAME, FieldType, WriteAccess
from workbench.plan.language.strict_model import StrictModel

# Every key of a field, in the order in which plans are written, whichever class declares it.
_KEYS = (
    *("name", "label", "type", "required", "nullable", "default", "min", "max", "min_length"),
    *("max_length", "pattern", "examples", "unique", "values", "ref", "write", "money", "secret"),
    *("derived", "filtered", "searched", "computed", "pointer", "pointer_in"),
)


class FieldBase(StrictModel):
    """One field of an entity, as stored, sent and shown; the keys that every type has."""

    name: Annotated[str, Field(description="snake_case name on the wire and in the database")]
    label: Annotated[str, Field(description="the accessible name of its control on the page")]
    type: Annotated[FieldType, Field(description="the value's type")]
    required: Annotated[bool, Field(description="a create without it is rejected with 422")] = False
    nullable: Annotated[bool, Field(description="null is an accepted value")] = False
    default: Annotated[JsonValue, Field(description="the value if the client sends none")] = None
    unique: Annotated[bool, Field(description="no two records share a value; 409 otherwise")] = (
        False
    )
    write: Annotated[WriteAccess, Field(description="who may set it")] = WriteAccess.CLIENT
    secret: Annotated[bool, Field(description="accepted, never sent back")] = False
    derived: Annotated[
        Derived | None, Field(description="computed by the server from other records")
    ] = None
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

    @classmethod
    def __pydantic_init_subclass__(cls, **options: object) -> None:
        """Keys are written in the order of `_KEYS`, not in that of the classes that declare them."""
        declared = cls.__pydantic_fields__
        assert declared.keys() <= set(_KEYS), f"{cls.__name__}: order its keys in _KEYS"
        cls.__pydantic_fields__ = {key: declared[key] for key in _KEYS if key in declared}
        cls.model_rebuild(force=True)

    @property
    def is_written_by_client(self) -> bool:
        """True when the body of a create request may carry the field."""
        return self.write in (WriteAccess.CLIENT, WriteAccess.CREATE_ONLY)

    @property
    def choices(self) -> list[JsonValue]:
        """Every value of an enum or a boolean; empty for other types."""
        return []

    @property
    def target(self) -> str | None:
        """The entity that a reference points to, one or many; None for other types."""
        return None

    @property
    def is_money(self) -> bool:
        """True for an amount of money; only an integer can be one."""
        return False

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

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problem = self._shared_problem() or self._own_problem()
        if problem:
            raise ValueError(f"field {self.name!r}: {problem}")
        return self

    def _own_problem(self) -> str | None:
        """Why this field is impossible by the keys that only its type has; None if it is possible."""
        return None

    def _shared_problem(self) -> str | None:
        """Why this field is impossible by the keys that all types have; None if it is possible.

        References to other entities are checked with the whole plan (`planning/acceptance.py`).
        """
        if not WIRE_NAME.match(self.name):
            return "the name must be snake_case (or, in a client's own document, a plain word)"
        if not self.label.strip():
            return "the label is empty"
        if self.write is WriteAccess.PATH and not (self.type is FieldType.REF and self.required):
            return "only a required ref can be written by the path"
        if self.derived is not None and self.write is not WriteAccess.SERVER:
            return "a derived field is written by the server: write must be server"
        if self.write is WriteAccess.CHANGE_ONLY and self.required and self.default is None:
            return "a field that only a change writes needs a `default`, or must not be required"
        if self.computed is not None and (self.write is not WriteAccess.SERVER or self.derived):
            return "only a field that the server writes, without `derived`, is computed"
        if self.derived is not None:
            return self.derived.problem_in(self.type, nullable=self.nullable)
        return None
