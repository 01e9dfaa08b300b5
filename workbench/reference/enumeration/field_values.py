"""Each field × each edge of each constraint × each odd value of its type, null and absent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from workbench.plan.addressing import request_body
from workbench.plan.fields import EntityField, WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import numbered_record
from workbench.reference.enumeration.odd_values import edges, odd
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

# Stands in a body where the JSON text of the value under test goes.
_HERE = "\x00here\x00"
_QUOTED_TOKEN = re.compile(r'"(\{\{[a-z0-9_]+\}\})"')
# Records that only this file makes, so that none is like those of the samples.
FIRST_NUMBER = 500


def field_value_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each field that a client may write."""
    for field in entity.client_fields:
        if field.write is WriteAccess.CLIENT:
            yield from _Values(reference, entity, field).all()


class _Values(TraceWriter):
    """What becomes of every value of one field."""

    def __init__(self, reference: Reference, entity: Entity, field: EntityField) -> None:
        super().__init__(reference, entity)
        self.field = field
        self.number = FIRST_NUMBER

    def all(self) -> Iterator[Trace]:
        if not self.create(self.values(0)):
            return
        at_edges, odd_ones = edges(self.field), odd(self.field)
        for text in at_edges:
            self._made(text)
        refused = [text for text in [*at_edges, *odd_ones, "null"] if not self._changed(text)]
        self._left_out()
        self._in_part([*at_edges, *odd_ones, "null"])
        for text in refused:
            self._made(text)
        self.see()
        self.list(**self._one_record)
        label = self.field.label.lower()
        yield from self.written(
            f"values.{self.field.name}", f"every value of {label} is stored as sent, or refused"
        )

    def _changed(self, text: str) -> bool:
        """Replaces the record by itself with this value; True if that was, or may be, done."""
        if self.change is None:
            return False
        self._send(self.change, self.values(0), text)
        if self.refused:
            return False
        self.see()
        return True

    def _in_part(self, texts: list[str]) -> None:
        """Sends the value alone, if records can be changed in part as well as replaced."""
        if self.has(BindingRole.REPLACE, BindingRole.PATCH):
            for text in texts:
                self._send(BindingRole.PATCH, {}, text)
                self.see()

    def _made(self, text: str) -> None:
        """Creates one more record, with this value."""
        self.number += 1
        self._send(BindingRole.CREATE, numbered_record(self.plan, self.entity, self.number), text)

    def _left_out(self) -> None:
        if self.change is not None:
            values = self.values(0)
            values.pop(self.field.name, None)
            self.request(self.change, values)
            self.see()
        self.number += 1
        values = numbered_record(self.plan, self.entity, self.number)
        values.pop(self.field.name, None)
        self.request(BindingRole.CREATE, values)

    def _send(self, role: BindingRole, values: Mapping[str, JsonValue], text: str) -> None:
        value = json.loads(text)
        whole = {**values, self.field.name: value}
        if json.dumps(value, ensure_ascii=False) == text:
            self.request(role, whole)
            return
        shaped = request_body(self.entity, self.binding(role), {**values, self.field.name: _HERE})
        raw = json.dumps(shaped, ensure_ascii=False).replace(json.dumps(_HERE), text)
        self.request(role, dict(values), raw=_QUOTED_TOKEN.sub(r"\1", raw))

    @property
    def _one_record(self) -> dict[str, str]:
        """The total is what counts."""
        if not self.has(BindingRole.LIST):
            return {}
        limit = self.binding(BindingRole.LIST).limit
        return {limit: "1"} if limit else {}
