"""Traces of lists: their pages, searches, filters and sorting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pydantic import JsonValue

from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.conventions.lists import search_fields, searched_fields, searches_unknown_texts
from workbench.plan.fields import TEXTUAL, EntityField, FieldType, TextField
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole
from workbench.reference.data_for_tests import valid_value
from workbench.reference.wire_traces import WireTraces


class ListTraces(WireTraces):
    """Builds the traces of one entity's list."""

    def lists(self) -> Iterator[Trace]:
        """The traces of an empty list, of its order and of each of its query parameters."""
        if not self.has(BindingRole.LIST):
            return
        many = self.entity.labels.plural.lower()
        first, second, third = self.values(0), self.values(1), self.values(2)
        binding = self.binding(BindingRole.LIST)
        empty = self.list_step(length=0, total=0)
        yield self.trace("list.empty", f"no {many} yet: an empty array, never null", empty)
        yield self.trace(
            "list.agrees",
            f"the list shows every one of the {many}, newest first, with the total",
            self.create_step(first, "a"),
            self.create_step(second, "b"),
            self.list_step(
                length=2, total=2, order=["b", "a"], contains=[self.item(first, "{{a}}")]
            ),
        )
        if self.plan.seeded(self.entity.name):
            return  # enumerated traces check filtered lists with seeded records
        if binding.limit and binding.offset:
            yield self.trace(
                "list.pages",
                f"limit and offset page through the {many}",
                self.create_step(first, "a"),
                self.create_step(second, "b"),
                self.create_step(third, "c"),
                self.list_step(query={binding.limit: "2"}, length=2, total=3, order=["c", "b"]),
                self.list_step(
                    query={binding.limit: "2", binding.offset: "2"}, length=1, total=3, order=["a"]
                ),
                *(
                    [self.error_step(self.list_step(query={binding.limit: "many"}), 400, 422)]
                    if self.declares(BindingRole.LIST, 400, 422)
                    else []
                ),
            )
        if binding.search and not searches_unknown_texts(self.entity):
            yield from self._search(binding.search)
        for parameter, name in binding.filters.items():
            yield from self._filter(parameter, self.entity.field(name))
        if binding.sort:
            yield from self._sort(binding.sort)

    def _search(self, parameter: str) -> Iterator[Trace]:
        for field in searched_fields(self.entity):
            wanted, other = self.values(0), self.values(1)
            needle, another = (_first_text(valid_value(field, n)) for n in (0, 1))
            if not needle or needle == another or (isinstance(field, TextField) and field.examples):
                continue
            for searched in search_fields(self.entity):
                if searched.name != field.name and searched.name in wanted:
                    if needle.split()[0] in str(wanted[searched.name]) and not searched.required:
                        wanted.pop(searched.name)
            fragment = needle.split()[0].upper()
            yield self.trace(
                f"search.{field.name}",
                f"search finds text in {field.label.lower()}, in any case",
                self.create_step(wanted, "a"),
                self.create_step(other, "b"),
                self.list_step(query={parameter: fragment}, length=1, total=1, order=["a"]),
            )

    def _filter(self, parameter: str, field: EntityField) -> Iterator[Trace]:
        if not field.is_written_by_client:
            return  # enumerated traces filter by states
        if field.type is FieldType.REFS:
            yield from self._filter_by_one_of(parameter, field)
            return
        if field.type is FieldType.REF:
            yield from self._filter_by_parent(parameter, field)
            return
        first, second = self.values(0), self.values(1)
        first[field.name], second[field.name] = valid_value(field, 0), valid_value(field, 1)
        yield self.trace(
            f"filter.{field.name}",
            f"the list can be filtered by {field.label.lower()}",
            self.create_step(first, "a"),
            self.create_step(second, "b"),
            self.list_step(
                query={parameter: _query_text(first[field.name])}, length=1, total=1, order=["a"]
            ),
        )

    def _filter_by_parent(self, parameter: str, field: EntityField) -> Iterator[Trace]:
        values = self.values(0)
        if field.name not in values:
            return
        yield self.trace(
            f"filter.{field.name}",
            f"the list can be filtered by {field.label.lower()}",
            self.create_step(values, "a"),
            self.list_step(query={parameter: str(values[field.name])}, length=1, order=["a"]),
            self.list_step(query={parameter: self._unknown(field)}, length=0),
        )

    def _filter_by_one_of(self, parameter: str, field: EntityField) -> Iterator[Trace]:
        one, both, none = (self.values(variant) for variant in range(3))
        if not both[field.name]:
            return
        first, second = cast(list[str], both[field.name])
        yield self.trace(
            f"filter.{field.name}",
            f"the list can be filtered by one of {field.label.lower()}",
            *(
                self.create_step(values, name)
                for values, name in ((one, "a"), (both, "b"), (none, "c"))
            ),
            self.list_step(query={parameter: first}, length=2, total=2, order=["b", "a"]),
            self.list_step(query={parameter: second}, length=1, total=1, order=["b"]),
            self.list_step(query={parameter: self._unknown(field)}, length=0),
        )

    def _sort(self, parameter: str) -> Iterator[Trace]:
        field = self.entity.field(self.entity.display_field)
        low, high = self.values(0), self.values(1)
        if field.name not in low or field.type not in TEXTUAL:
            return  # the server writes it, or texts are not what is sorted
        if not str(low[field.name]) < str(high[field.name]):
            return
        yield self.trace(
            f"sort.{field.name}",
            f"the list can be sorted by {field.label.lower()}",
            self.create_step(low, "a"),
            self.create_step(high, "b"),
            self.list_step(query={parameter: field.name}, order=["a", "b"]),
            self.list_step(query={parameter: "-" + field.name}, order=["b", "a"]),
        )

    def _unknown(self, field: EntityField) -> str:
        return UNKNOWN_IDS[self.plan.entity(field.target or "").id]


def _query_text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _first_text(value: JsonValue) -> str:
    """A text, or the first of a list."""
    return str(value[0] if value else "") if isinstance(value, list) else str(value)
