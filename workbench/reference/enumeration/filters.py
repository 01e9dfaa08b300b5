"""Each filter × each of its values: alone, with every other filter, and together with a search."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.conventions.lists import search_fields
from workbench.plan.fields import EntityField, EnumField, FieldType, WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import record
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

# Records: as many as there are different samples.
MOST = 8
# The sample that a second record to refer to is made of.
ANOTHER = 3
WRONG = {
    FieldType.ENUM: "not-one-of-them",
    FieldType.BOOLEAN: "perhaps",
    FieldType.REF: "abc",
    FieldType.REFS: "abc",
}


def filter_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity whose list has filters."""
    yield from _Filters(reference, entity).all()


class _Filters(TraceWriter):
    """A list of records that hold every value, narrowed in every way."""

    def all(self) -> Iterator[Trace]:
        if not self.has(BindingRole.LIST) or not self.binding(BindingRole.LIST).filters:
            return
        binding = self.binding(BindingRole.LIST)
        fields = {parameter: self.entity.field(name) for parameter, name in binding.filters.items()}
        self.records = self._populate(list(fields.values()))
        if not self.records:
            return
        for parameter, field in fields.items():
            for text in self._values(field):
                self.list(**{parameter: text})
                for query in self._searches(field, text):
                    self.list(**{parameter: text}, **query)
            self.list(**{parameter: WRONG[field.type]})
        self._in_pairs(fields)
        self._every_member(fields)
        yield from self.written(
            "filters", "each filter finds each value, alone and with the others"
        )

    def _populate(self, fields: list[EntityField]) -> list[dict[str, JsonValue]]:
        """Records in which every filtered field takes its values in turn; the last has none."""
        enums = [field for field in fields if isinstance(field, EnumField)]
        count = max([3, *(min(len(field.values) + 1, MOST) for field in enums)])
        records = []
        others = {field.name: name for field in fields if (name := self._another(field))}
        for number in range(count):
            values = self.values(number)
            for place, field in enumerate(fields):
                if isinstance(field, EnumField):
                    values[field.name] = field.values[(number + place) % len(field.values)]
                elif field.type is FieldType.BOOLEAN:
                    values[field.name] = (number // (place + 1)) % 2 == 0
                elif field.name in others and number % 2:
                    values[field.name] = "{{" + others[field.name] + "}}"
            if self.create(values, f"r{number}"):
                records.append(values)
        without: dict[str, JsonValue] = {
            field.name: None for field in fields if field.nullable and not field.required
        }
        if without:
            self.create(self.values(MOST) | without, "without")
        return records

    def _another(self, field: EntityField) -> str | None:
        """The name of a second record that a reference can lead to; None if none can be made."""
        if field.type is not FieldType.REF or field.write is not WriteAccess.CLIENT:
            return None
        above = EntityRequests(self.plan, self.plan.entity(field.ref or ""))
        if not above.has(BindingRole.CREATE):
            return None
        name = f"another_{above.entity.plural}"
        values = record(self.plan, above.entity, ANOTHER, only_required=True)
        made = self.send_step(above.create_step(values, name))
        return name if made and name in self.worlds[0].captured else None

    def _values(self, field: EntityField) -> list[str]:
        if field.type is FieldType.ENUM:
            return list(field.values)
        if field.type is FieldType.BOOLEAN:
            return ["true", "false"]
        held = [values.get(field.name) for values in self.records]
        named = [str(one) for value in held for one in _each(value) if one]
        return [*dict.fromkeys(named), "987654321"]

    def _searches(self, field: EntityField, text: str) -> Iterator[dict[str, str]]:
        """For each searched field what is in a record with this value, and what is in one without."""
        search = self.binding(BindingRole.LIST).search
        if search is None:
            return
        for searched in search_fields(self.entity):
            for has_it in (True, False):
                for values in self.records:
                    wanted = values.get(searched.name)
                    held = [_query_text(one) for one in _each(values.get(field.name))]
                    if (text in held) is has_it and wanted:
                        yield {search: str(wanted).split()[0]}
                        break

    def _in_pairs(self, fields: dict[str, EntityField]) -> None:
        names = list(fields)
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                for first, second in zip(self.records, self.records[1:], strict=False):
                    for pair in ((first, first), (first, second)):
                        query = {
                            name: _query_text(
                                next(iter(_each(values.get(fields[name].name))), None)
                            )
                            for name, values in zip((one, other), pair, strict=True)
                        }
                        if all(query.values()):
                            self.list(**query)

    def _every_member(self, fields: dict[str, EntityField]) -> None:
        """Members of an enum that no record has yet: one record takes each in turn."""
        if self.change is None:
            return
        for parameter, field in fields.items():
            for member in field.values[MOST:] if isinstance(field, EnumField) else ():
                changed = self.records[0] | {field.name: member}
                if self.request(self.change, changed, identifier="{{r0}}"):
                    self.list(**{parameter: member})


def _each(value: JsonValue) -> list[JsonValue]:
    """The values that a filter can ask for of a field: each of an array's."""
    return value if isinstance(value, list) else [value]


def _query_text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
