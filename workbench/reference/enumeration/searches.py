"""Search in each field: at the beginning, middle and end, in another case, with wildcard characters."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.conventions.lists import search_fields
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.columns import search_column
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution import wire
from workbench.reference.execution.machine import Reference

_WANTED = (
    "Anf",
    "mitt",
    "rzte",
    "ANFANG",
    "mITTE",
    "ÄRZTE",
    "ärzte",
    "50%",
    "0%o",
    "%",
    "_",
    "a_b",
    "axb",
    "b%a",
    "\\",
    "o'f",
    "nowhere at all",
    "null",
    "nil",
)
_WANTED_OF_ADDRESSES = ("a_b", "axb", "MITTE", "mitt", "example", "%", "nowhere", "null")


def search_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each field that a list searches."""
    binding = next(
        (
            b
            for b in reference.plan.bindings
            if b.entity == entity.name and b.role is BindingRole.LIST
        ),
        None,
    )
    if binding is None or binding.search is None:
        return
    for field in search_fields(entity):
        yield from _Search(reference, entity).of(field, binding.search)


class _Search(TraceWriter):
    """Records with telling texts in one field, and every way to search for them."""

    def of(self, field: EntityField, parameter: str) -> Iterator[Trace]:
        texts = search_column(field)
        made = [
            text
            for number, text in enumerate(texts)
            if self.create(self.values(number) | {field.name: text}, f"r{number}")
        ]
        if field.nullable and not field.required:
            self.create(self.values(4) | {field.name: None}, "without")
        if not made:
            return
        is_address = field.type in (FieldType.EMAIL, FieldType.URL)
        for wanted in _WANTED_OF_ADDRESSES if is_address else _WANTED:
            self.list(**{parameter: wanted})
        for text in made:
            self.list(**{parameter: text})
        self.list(**{parameter: ""})
        self.list(**{parameter: "ä" * wire.MAX_SEARCH_CHARACTERS})
        self.list(**{parameter: "x" * (wire.MAX_SEARCH_CHARACTERS + 1)})
        self._on_pages(parameter)
        label = field.label.lower()
        yield from self.written(
            f"searches.{field.name}",
            f"a search finds every part of {label}, in any case, word for word",
        )

    def _on_pages(self, parameter: str) -> None:
        """The total counts what is found on all pages."""
        binding = self.binding(BindingRole.LIST)
        if binding.limit and binding.offset:
            for wanted in ("a", "e"):
                self.list(**{parameter: wanted, binding.limit: "1"})
                self.list(**{parameter: wanted, binding.limit: "1", binding.offset: "1"})
