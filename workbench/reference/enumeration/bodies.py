"""Each operation × each way in which a request is not as it should be; and what a create answers with."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.addressing import UNKNOWN_IDS, request_body
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import numbered_record
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

MALFORMED = ("", '{"', "{}}", "{} {}", "[]", "null", '"text"', "1", "{'a': 1}", "{,}", "NaN")
MEDIA_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/json; charset=utf-8",
    "Application/JSON",
)
NO_IDS = ("abc", "0", "99999999999999999999", "1.5")
CARRYING = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH)
ADDRESSED = (BindingRole.READ, BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)


def body_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity's operations."""
    yield from _Bodies(reference, entity).all()


class _Bodies(TraceWriter):
    """Odd requests beside one record that must stay as it is."""

    def all(self) -> Iterator[Trace]:
        self.create_and_follow(self.values(0), "first")
        self.create(self.values(1))
        for role in CARRYING:
            if self.has(role):
                self._odd_bodies(role)
        for role in ADDRESSED:
            if self.has(role):
                self._odd_ids(role)
        self._below_others()
        self._server_fields()
        self.see()
        self.list()
        self._key_twice()
        yield from self.written(
            "requests", "odd requests are refused, and nothing is changed by them"
        )

    def _odd_bodies(self, role: BindingRole) -> None:
        for raw in MALFORMED:
            self.request(role, self.values(2), raw=raw)
        for number, media_type in enumerate(MEDIA_TYPES):
            values = self.values(1) if role is not BindingRole.CREATE else self._fresh(number)
            self.request(role, values, headers={"Content-Type": media_type})
        self.request(role, self.values(2), raw='{"', headers={"Content-Type": MEDIA_TYPES[0]})
        self.request(role, self.values(2), raw="{}")
        self.request(role)
        self.request(role, {})

    def _odd_ids(self, role: BindingRole) -> None:
        values = self.values(1) if role in CARRYING else None
        for identifier in (self.unknown_id, *NO_IDS):
            self.request(role, values, identifier=identifier)
        if role is BindingRole.REPLACE:
            self.request(role, {}, identifier=self.unknown_id)

    def _below_others(self) -> None:
        """The path names a parent that is not there, and one that the record does not lie below."""
        fields = self.entity.path_fields
        if not fields:
            return
        unknown: dict[str, JsonValue] = {
            field.name: UNKNOWN_IDS[self.plan.entity(field.ref).id] for field in fields
        }
        for role in (BindingRole.CREATE, BindingRole.LIST, *ADDRESSED):
            if self.has(role):
                self._send_below(role, unknown)
        other = {field.name: self.values(1)[field.name] for field in fields}
        for role in ADDRESSED:
            if self.has(role):
                self._send_below(role, other)

    def _send_below(self, role: BindingRole, parents: dict[str, JsonValue]) -> None:
        values = self.values(1) if role in CARRYING else None
        self.send_step(self.send(role, values, parents=parents))

    def _server_fields(self) -> None:
        """What only the server writes, and what nobody declared, is ignored."""
        if self.plan.document is not None:
            return
        sent: dict[str, JsonValue] = {"id": 424242, "no_such_field": {"deep": [1]}}
        sent |= {
            field.name: "2001-01-01T00:00:00Z" if field.name.endswith("_at") else 424242
            for field in self.entity.fields
            if not field.is_written_by_client
        }
        self._send_with(BindingRole.CREATE, self._fresh(50), sent)
        for role in (BindingRole.REPLACE, BindingRole.PATCH):
            if self.has(role):
                self._send_with(role, self.values(1), sent)

    def _send_with(
        self, role: BindingRole, values: dict[str, JsonValue], more: dict[str, JsonValue]
    ) -> None:
        step = self.send(role, values)
        assert isinstance(step.body, dict)
        step.body = {**more, **step.body}
        self.send_step(step)

    def _key_twice(self) -> None:
        """An object that names a key twice may be refused, or taken by either; it is not a server error."""
        if self.change is None:
            return
        body = request_body(self.entity, self.binding(self.change), self.values(1))
        raw = json.dumps(body, ensure_ascii=False)
        key, value = next(iter(self.values(2).items()))
        if "{{" not in raw and raw.startswith('{"' + key):
            twice = "{" + json.dumps(key) + ": " + json.dumps(value) + ", " + raw[1:]
            self.request(self.change, self.values(1), raw=twice)
            self.see()

    def _fresh(self, number: int) -> dict[str, JsonValue]:
        return numbered_record(self.plan, self.entity, 700 + number)
