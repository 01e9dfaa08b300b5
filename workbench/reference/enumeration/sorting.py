"""Each field that a list can be sorted by: both directions, with ties, on pages."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.conventions.lists import sort_fields
from workbench.plan.fields import FieldType
from workbench.plan.invariants import NoOverlap, OnePer
from workbench.plan.pointers import placed
from workbench.plan.steps import Match, Matcher, Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.columns import is_sure, sorting_column
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

RECORDS = 4
# For the last record, if a field is unique: like the column's words, of one order everywhere.
ANOTHER_WORD = "dune"


def sort_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity whose list can be sorted."""
    yield from _Sorting(reference, entity).all()


class _Sorting(TraceWriter):
    """Records whose fields are each in an order of their own."""

    def all(self) -> Iterator[Trace]:
        if not self.has(BindingRole.LIST) or not self.binding(BindingRole.LIST).sort:
            return
        binding = self.binding(BindingRole.LIST)
        made = self._populate()
        parameter = binding.sort or ""
        if self.entity.default_sort is not None:
            self.list()
        names = ["id", *(field.name for field in sort_fields(self.entity))]
        for name in names:
            for order in (name, "-" + name):
                self.list(**{parameter: order})
                if binding.limit and binding.offset:
                    self.list(**{parameter: order, binding.limit: "2", binding.offset: "1"})
        for wrong in ("no_such_field", "--id", "id;", names[-1].upper()):
            self.list(**{parameter: wrong})
        self._after_a_change(parameter)
        for name in names:
            self._one_by_one(parameter, name, made)
        yield from self.written("sorting", "the list is sorted by each field, both ways")

    def _populate(self) -> int:
        """Four records; if a field need not be unique the last is like the first.

        How many there are: none if the plan does not say whether they are accepted.
        """
        made = 0
        for number in range(RECORDS):
            values = self.values(number)
            for field in self.entity.client_fields:
                column = sorting_column(field)
                if column and field.name in values and not self._is_ruled(field.name):
                    if number < len(column) or not field.unique:
                        values[field.name] = column[number % len(column)]
                    elif is_sure(field, ANOTHER_WORD):
                        values[field.name] = ANOTHER_WORD
                elif field.type is FieldType.BOOLEAN:
                    values[field.name] = number % 2 == 0
            made += self.create(values, f"r{number}")
        return made

    def _is_ruled(self, name: str) -> bool:
        """True if a rule over several records decides what the field may be."""
        return any(
            rule.entity == self.entity.name
            and isinstance(rule, OnePer | NoOverlap)
            and name in rule.own_fields
            for rule in self.plan.invariants
        )

    def _one_by_one(self, parameter: str, name: str, made: int) -> None:
        """Pages of one record show each of them once: equal ones keep their order from page to page."""
        binding = self.binding(BindingRole.LIST)
        if not (binding.limit and binding.offset) or self.plan.document is not None:
            return
        before: list[Match] = []
        for place in range(made):
            query = {parameter: name, binding.limit: "1", binding.offset: str(place)}
            step = self.send(BindingRole.LIST, query=query)
            capture = f"by_{name.lower()}_{place}"
            step.capture = {capture: f"{binding.items}/0{binding.id_out}"}
            if self.send_step(step, before):
                shown = placed([(binding.id_out, "{{" + capture + "}}")])
                before.append(Match(pointer=binding.items, op=Matcher.EXCLUDES, value=shown))

    def _after_a_change(self, parameter: str) -> None:
        """A changed record takes its new place; without a sort it keeps its old one."""
        if self.change is None:
            return
        changed = self.values(0)
        for field in self.entity.client_fields:
            column = sorting_column(field)
            if field.name in changed and len(column) > 1 and not self._is_ruled(field.name):
                changed[field.name] = changed[field.name] if field.unique else column[1]
        self.request(self.change, changed, identifier="{{r0}}")
        self.list()
        for field in sort_fields(self.entity):
            if field.is_written_by_client:
                self.list(**{parameter: field.name})
