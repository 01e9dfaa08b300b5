"""Entities and fields in the templates of both components."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.fields import ARRAYS, EntityField, EnumField, FieldType, TextField
from workbench.plan.names import go_local, with_article
from workbench.plan.system import Entity


class FieldView:
    """One client field, under the names that templates use."""

    plan: EntityField

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def label(self) -> str:
        return self.plan.label

    @property
    def type(self) -> str:
        return self.plan.type.value

    @property
    def is_many(self) -> bool:
        """True for an array of references."""
        return self.plan.type is FieldType.REFS

    @property
    def is_array(self) -> bool:
        return self.plan.type in ARRAYS

    @property
    def optional(self) -> bool:
        return self.plan.nullable

    @property
    def required(self) -> bool:
        return self.plan.required

    @property
    def default(self) -> JsonValue:
        return self.plan.default

    @property
    def unique(self) -> bool:
        return self.plan.unique

    @property
    def values(self) -> list[str]:
        return self.plan.values if isinstance(self.plan, EnumField) else []

    @property
    def pattern(self) -> str | None:
        return self.plan.pattern if isinstance(self.plan, TextField) else None


class EntityView:
    """One entity, under the names that templates use."""

    plan: Entity
    prefix: str

    @property
    def local(self) -> str:
        """Name of a variable that holds one of them."""
        return go_local(self.plan.name)

    @property
    def one(self) -> str:
        return self.plan.labels.singular.lower()

    @property
    def a_one(self) -> str:
        return with_article(self.one)

    @property
    def many(self) -> str:
        return self.plan.labels.plural.lower()

    @property
    def plural(self) -> str:
        return self.plan.plural

    @property
    def path(self) -> str:
        return f"{self.prefix}/{self.plan.plural}"

    @property
    def append_only(self) -> bool:
        return self.plan.append_only
