"""Writes a trace request by request; the reference says what each answer must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from workbench.plan.actors import newcomer
from workbench.plan.steps import HttpStep, Match, Trace
from workbench.plan.system import BindingRole, Entity
from workbench.plan.tokens import shortened
from workbench.reference.accounts_for_tests import sign_in_steps, with_token
from workbench.reference.data_for_tests import parent_steps, scoped_parents
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.expecting import expectation
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import MOST_WORLDS, World, after, played
from workbench.reference.execution.symbols import Moment, RecordId, Token, Value

_TOKEN = re.compile(r"\{\{([a-z][a-z0-9_]*)")
_VARIANT = re.compile(r"\{\{[a-z0-9_]+_v(\d+)_id")


class TraceWriter(EntityRequests):
    """The requests of one entity, and the trace that they become.

    `send_step` adds a request only if the plan decides its answer.
    """

    def __init__(self, reference: Reference, entity: Entity) -> None:
        super().__init__(reference.plan, entity)
        self.reference = reference
        self.steps: list[HttpStep] = []
        self.worlds: Sequence[World] = [World(reference.start())]
        self._accounts: list[str] = []
        self._variants: set[int] = set()
        for step in parent_steps(self.plan, entity):
            self.send_step(step)

    def send_step(self, step: HttpStep, also: Sequence[Match] = ()) -> bool:
        """Sends a request; False if its answer is not decided, and it is not part of the trace.

        `also` must hold of its answer because of answers before: what one request leaves open and
        another has settled.
        """
        self._prepare(step)
        return self._add(with_token(self.plan, step), also)

    def request(
        self,
        role: BindingRole,
        values: dict[str, JsonValue] | None = None,
        *,
        name: str | None = None,
        identifier: str = "{{id}}",
        query: dict[str, str] | None = None,
        account: str | None = None,
        headers: dict[str, str] | None = None,
        raw: str | None = None,
    ) -> bool:
        """Sends a request of one of the entity's operations; `name` captures the id of its record."""
        step = self.send(role, values, identifier=identifier, query=query, account=account)
        if name is not None:
            binding = self.binding(role)
            step.capture = {name: binding.body_out + binding.id_out}
        step.raw, step.body = raw, shortened(step.body)
        step.headers |= headers or {}
        return self.send_step(step)

    def create(self, values: dict[str, JsonValue], name: str = "id", **options: str | None) -> bool:
        """Creates a record; True if it was made and its id captured."""
        account = options.get("account")
        return self.request(BindingRole.CREATE, values, name=name, account=account) and name in (
            self.worlds[0].captured
        )

    def create_and_follow(self, values: dict[str, JsonValue], name: str) -> None:
        """Creates a record, and reads it at the address that the answer's Location gives."""
        if not self.has(BindingRole.CREATE, BindingRole.READ) or self.plan.document is not None:
            return
        made = self.send(BindingRole.CREATE, values)
        binding = self.binding(BindingRole.CREATE)
        address = f"{name}_address"
        made.capture = {name: binding.body_out + binding.id_out, address: "Location"}
        if self.send_step(made) and address in self.worlds[0].captured:
            read = self.send(BindingRole.READ)
            self.send_step(read.model_copy(update={"path": "{{" + address + "}}"}))

    def see(self, name: str = "id", account: str | None = None) -> bool:
        """Reads a record back: alone if it can be, else in the list."""
        if self.has(BindingRole.READ):
            return self.request(BindingRole.READ, identifier="{{" + name + "}}", account=account)
        return self.has(BindingRole.LIST) and self.request(BindingRole.LIST, account=account)

    def list(self, account: str | None = None, **query: str) -> bool:
        """Lists the records with a query."""
        return self.has(BindingRole.LIST) and self.request(
            BindingRole.LIST, query=query, account=account
        )

    @property
    def refused(self) -> bool:
        """True if the last request is refused for certain."""
        return bool(self.steps) and min(self.steps[-1].expect.status) >= 400

    def written(self, name: str, title: str) -> Iterator[Trace]:
        """The trace of what was sent; none if nothing was."""
        if self.steps:
            one = self.entity.labels.singular.lower()
            yield Trace(
                id=f"{self.entity.plural}.{name}",
                title=f"{one}: {title}",
                entity=self.entity.name,
                steps=list(self.steps),
            )

    # -- pieces -----------------------------------------------------------------------------------

    def _prepare(self, step: HttpStep) -> None:
        """Makes the accounts and parents that a request names and that are not there yet."""
        sent = step.model_dump_json()
        wanted = [step.as_account]
        if self.plan.accounts is not None and f"{{{{{newcomer(self.plan)}_id" in sent:
            wanted.append(newcomer(self.plan))
        for account in wanted:
            if account is not None and account not in self._accounts:
                self._accounts.append(account)
                for sign_in in sign_in_steps(self.plan, account, len(self._accounts)):
                    self._add(sign_in)
        for variant in sorted({int(found) for found in _VARIANT.findall(sent)} - self._variants):
            self._variants.add(variant)
            for parent in scoped_parents(self.plan, self.entity, [variant]):
                self.send_step(parent)

    def _add(self, step: HttpStep, also: Sequence[Match] = ()) -> bool:
        if not {*_TOKEN.findall(step.model_dump_json())} <= self.worlds[0].captured.keys():
            return False
        results = played(self.reference, self.worlds, step)
        expected = expectation(self.plan, [(outcome, _names(world)) for world, outcome in results])
        if expected is None:
            return False
        expected.body.extend(also)
        capture = step.capture if max(expected.status) < 400 else {}
        step = step.model_copy(update={"expect": expected, "capture": capture})
        worlds = after(step, results)
        if len(worlds) > MOST_WORLDS:
            return False
        self.steps.append(step)
        self.worlds = worlds
        return True


def _names(world: World) -> dict[Value, str]:
    """The token of every symbol that was captured before this request."""
    return {
        value: name
        for name, value in world.captured.items()
        if isinstance(value, RecordId | Token | Moment)
    }
