"""An error changes nothing: refused changes in which every other field is new, and refused creates."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.addressing import request_body
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference
from workbench.reference.field_limits import broken_values


def refusal_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity: after each refusal its record is as it was, and there is no other."""
    yield from _Refusals(reference, entity).all()


class _Refusals(TraceWriter):
    """One record that refused requests would change, and one whose values they would take."""

    def all(self) -> Iterator[Trace]:
        if not self.create(self.values(0)) or not self.create(self.values(1), "other"):
            return
        for sent in self._refused_bodies():
            if self.change is not None and self._is_refused(self.change, sent):
                self.see()
            if self._is_refused(BindingRole.CREATE, sent):
                self.list()
        self._half_a_body()
        self.see("other")
        self.list()
        yield from self.written("refusals", "rejected requests neither change nor create a record")

    def _refused_bodies(self) -> Iterator[dict[str, JsonValue]]:
        """Whole new records with one value that is not acceptable, or taken."""
        taken = self.values(1)
        for field in self.entity.client_fields:
            new = self.values(2)
            wrong = [broken.value for broken in broken_values(field)]
            if field.unique and field.name in taken:
                wrong.append(taken[field.name])
            for value in wrong:
                yield new | {field.name: value}

    def _is_refused(self, role: BindingRole, values: dict[str, JsonValue], raw: str = "") -> bool:
        """Sends a request that is refused for certain; any other is left out."""
        before, worlds = len(self.steps), self.worlds
        if not self.request(role, values, raw=raw or None):
            return False
        if not self.refused:
            del self.steps[before:]
            self.worlds = worlds
            return False
        return True

    def _half_a_body(self) -> None:
        """A change whose body ends too early."""
        if self.change is None:
            return
        body = request_body(self.entity, self.binding(self.change), self.values(2))
        raw = json.dumps(body, ensure_ascii=False)
        if "{{" not in raw and self._is_refused(self.change, self.values(2), raw[:-1]):
            self.see()
