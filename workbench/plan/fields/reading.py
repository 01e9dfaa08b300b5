"""Reads a field of a plan: what keys apply to its type is what the variants declare.

A key that does not apply is refused in words, or left out if it says nothing: plans of older
versions, and of models that fill in everything, have null, [] or false there.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Annotated, get_args

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from workbench.plan.fields.base import FieldBase
from workbench.plan.fields.types import FieldType
from workbench.plan.fields.variants import EntityField
from workbench.plan.language.old_words import modern_field

_CENTS = (
    "an amount with bounds is a number, or an integer with `money`, in the smallest unit (cents)"
)
# What to do instead, said with the refusal of a key.
_INSTEAD = {
    "minimum": _CENTS,
    "maximum": _CENTS,
    "money": "an amount of `money` is an integer, in the smallest unit (cents)",
    "filtered": "lists are filtered by the enums, booleans and references that clients write anyway",
    "searched": "texts that clients write are searched anyway",
}
# JSON Schema's annotation: it restricts nothing without a pattern.
_ANNOTATION = "examples"


def _types_of(variant: type[FieldBase]) -> tuple[FieldType, ...]:
    return get_args(variant.model_fields["type"].annotation)


_VARIANTS: dict[str, type[FieldBase]] = {
    kind.value: variant for variant in get_args(EntityField) for kind in _types_of(variant)
}
_OWN_KEYS = {
    kind: {
        info.alias or name: info
        for name, info in variant.model_fields.items()
        if name not in FieldBase.model_fields
    }
    for kind, variant in _VARIANTS.items()
}
_ALL_OWN_KEYS = {key: info for own in _OWN_KEYS.values() for key, info in own.items()}
_FLAG: TypeAdapter[bool] = TypeAdapter(bool)


def _of_its_type(data: object) -> object:
    """The field that the data mean, in whatever words they are; data that are no object as they are.

    The variant itself reads them, so that a problem's place is a place of the data.
    """
    field = modern_field(data)
    if not isinstance(field, Mapping):
        return field
    kind = field.get("type")
    if not isinstance(kind, str) or kind not in _VARIANTS:
        return FieldBase.model_validate(_without(field, _ALL_OWN_KEYS))  # which refuses the type
    foreign = [key for key in field if key in _ALL_OWN_KEYS and key not in _OWN_KEYS[kind]]
    problems = [*_inapplicable(kind, field, foreign), *_missing(kind, field)]
    if problems:
        raise ValueError(f"field {field.get('name')!r}: {'; '.join(problems)}")
    return _VARIANTS[kind].model_validate(_without(field, foreign))


AnyField = Annotated[EntityField, Field(discriminator="type"), BeforeValidator(_of_its_type)]
_ANY_FIELD: TypeAdapter[EntityField] = TypeAdapter(AnyField)


def read_field(data: object) -> EntityField:
    """The field that these data of a plan mean. Raises pydantic's ValidationError."""
    return _ANY_FIELD.validate_python(data)


def _inapplicable(kind: str, field: Mapping[str, object], foreign: Iterable[str]) -> Iterator[str]:
    """What is wrong with keys of other types that say something, and what to do instead."""
    speaking = [key for key in foreign if not _says_nothing(key, field[key])]
    keys_by_types: dict[str, list[str]] = {}
    for key in speaking:
        types = ", ".join(name for name, own in _OWN_KEYS.items() if key in own)
        keys_by_types.setdefault(types, []).append(f"`{key}`")
    for types, keys in keys_by_types.items():
        verb = "does" if len(keys) == 1 else "do"
        yield f"{' and '.join(keys)} {verb} not apply to type {kind}, only to {types}"
    yield from dict.fromkeys(_INSTEAD[key] for key in speaking if key in _INSTEAD)


def _missing(kind: str, field: Mapping[str, object]) -> Iterator[str]:
    for key, info in _OWN_KEYS[kind].items():
        if info.is_required() and field.get(key) is None:
            yield f"type {kind} needs the key `{key}`: {info.description}"


def _without(field: Mapping[str, object], keys: Container[str]) -> dict[str, object]:
    return {key: value for key, value in field.items() if key not in keys}


def _says_nothing(key: str, value: object) -> bool:
    """True for the value that a key of another type has if it is left out."""
    if key == _ANNOTATION:
        return True
    if _ALL_OWN_KEYS[key].annotation is not bool:
        return not value and not isinstance(value, bool | int | float)
    try:
        return not _FLAG.validate_python(value)
    except ValidationError:
        return value is None
