"""Parallel requests to one entity, in rounds, and whether their answers are those of some order.

Each round's requests reach the server at the same moment; the next round begins once all are
answered. What is sent follows from the plan: for each unique field several records that want one
value, by a create, by a change and while it is given up; changes and reads of one record; a delete
beside changes; records that only one of can be under a rule.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from workbench.errors import MeasurementError
from workbench.harness.entity_client import VARIANTS, LoadFailure
from workbench.harness.http_steps import Exchange, HttpRunner, StepFailed
from workbench.harness.walks.side_by_side import SideBySide, predicted
from workbench.plan.actors import has_caller
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.invariants import Transition
from workbench.plan.steps import HttpStep
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.accounts_for_tests import sign_in_steps, with_token
from workbench.reference.data_for_tests import numbered_record, parent_steps, scoped_parents
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import Result
from workbench.reference.linearizability import Answered, Event, Search, linearized, parts

AT_ONCE = 6
# A server that checks before its transaction fails one round in two on two cores, and one in five on
# one. Each round is therefore repeated so often; traces of invariants have fewer rounds (ROUNDS in
# reference/invariant_traces.py).
ROUNDS = 10
# In every round whose number is divisible by this the database is locked for a moment.
LOCKED = 5
MOST_UNIQUE_FIELDS = 2
# Records that only histories make, so that none is like those of other loads.
FIRST_NUMBER = 20_000


class NotDecided(MeasurementError):
    """The search for an order came to its bound: nothing is said of the history."""


class Histories:
    """Rounds of parallel requests to one entity of a running server. Does blocking I/O."""

    def __init__(
        self, plan: SystemPlan, entity: Entity, url: str, database: Path | None = None
    ) -> None:
        self.plan = plan
        self.reference = Reference(plan, with_words=True)
        self._requests = EntityRequests(plan, entity)
        self._number = FIRST_NUMBER
        self._names = 0
        self._side = SideBySide(self.reference, HttpRunner(url, database=database))
        self.history: list[Event[Exchange]] = []

    def run(self) -> int:
        """Sends every round, and searches for an order; returns the number of requests.

        Raises `LoadFailure` if there is none, and `NotDecided` if the search was too long.
        """
        rounds = [(number, steps) for number in range(ROUNDS) for steps in self._round()]
        self._prepare([step for _, steps in rounds for step in steps])
        for number, steps in rounds:
            writes = any(step.method != "GET" for step in steps)
            self._send(steps, locked=writes and number % LOCKED == LOCKED - 1)
        self._check_ids()
        start = self._side.worlds[0]
        for part in parts(self.plan, self.history):
            found = linearized(self.reference, start, part, self._explains)
            if found.outcome is Answered.OPEN:
                raise NotDecided(f"{len(part)} parallel requests were not put in an order in time")
            if found.outcome is Answered.NO:
                raise self._failure(found)
        return len(self.history)

    # -- sending ----------------------------------------------------------------------------------

    def _prepare(self, steps: list[HttpStep]) -> None:
        """Signs in who calls, and makes what the records refer to, one request after the other."""
        before = [
            *parent_steps(self.plan, self._requests.entity),
            *scoped_parents(self.plan, self._requests.entity, range(1, VARIANTS)),
        ]
        callers = [step.as_account for step in (*before, *steps) if isinstance(step, HttpStep)]
        accounts = [name for name in dict.fromkeys(callers) if name is not None]
        signed = [
            step
            for n, name in enumerate(accounts)
            for step in sign_in_steps(self.plan, name, n + 60)
        ]
        for step in (*signed, *before):
            self._side.take(step)
            if self._side.difference is not None:
                difference = self._side.difference
                raise LoadFailure(
                    f"before the load, {difference.request} differs from the plan",
                    difference.expected,
                    difference.actual,
                    difference.evidence,
                )

    def _send(self, steps: list[HttpStep], *, locked: bool) -> None:
        """Sends those of a round whose records were made, in some rounds to a locked database."""
        runner = self._side.runner
        ready = [
            with_token(self.plan, step)
            for step in steps
            if {*step.references} <= runner.captured.keys()
        ]
        if not ready:
            return
        called = time.monotonic()
        try:
            exchanges = runner.send_at_once(ready, locked=locked)
        except StepFailed as failed:
            raise LoadFailure(
                f"the server does not answer {failed.step} while it handles other requests",
                failed.expected,
                failed.actual,
                failed.evidence,
            ) from failed
        answered = time.monotonic()
        for step, exchange in zip(ready, exchanges, strict=True):
            captures: Mapping[str, str] = {}
            if exchange.response.status_code < 400:
                captures = step.capture
                self._capture(captures, exchange)
            self.history.append(Event(step, exchange, called, answered, captures))

    def _capture(self, captures: Mapping[str, str], exchange: Exchange) -> None:
        try:
            self._side.runner.capture(captures, exchange)
        except StepFailed as failed:
            raise LoadFailure(
                f"the answer to {failed.step} lacks a value",
                failed.expected,
                failed.actual,
                failed.evidence,
            ) from failed

    def _explains(self, result: Result, event: Event[Exchange]) -> bool:
        """True if the outcome is the answer that came."""
        expect = predicted(self.plan, result)
        if expect is None:
            return True
        try:
            self._side.runner.check(expect, event.answer)
        except StepFailed:
            return False
        return True

    def _check_ids(self) -> None:
        captured = self._side.runner.captured
        made = [captured[name] for event in self.history for name in event.captures]
        twice = [identifier for identifier in made if made.count(identifier) > 1]
        if twice:
            raise LoadFailure("two creates returned the same id", "unique ids", str(twice[0]))

    def _failure(self, found: Search[Exchange]) -> LoadFailure:
        """What no order explains: the answers that are left over, after the longest that there is."""
        latest = max((event.answered for event in found.order), default=0.0)
        together = [event for event in found.order if event.answered == latest]
        left = [event for event in found.left if event.called <= found.left[0].answered]
        first = left[0].answer
        asked = (event.answer.evidence for event in (*together, *left))
        return LoadFailure(
            "no order of the parallel requests explains their answers",
            "the answers of one request after the other",
            f"{first.name}: status {first.response.status_code}",
            f"{len(found.order)} of {len(found.order) + len(found.left)} requests can be put in an"
            " order. The last of them, and those that cannot come next:\n\n"
            + "\n\n".join(asked)[:12_000],
        )

    # -- what is sent -----------------------------------------------------------------------------

    def _round(self) -> Iterator[list[HttpStep]]:
        """What is sent at once, in order; requests of records that were not made are left out later."""
        entity = self._requests.entity
        unique = [field for field in entity.client_fields if field.unique]
        for field in unique[:MOST_UNIQUE_FIELDS]:
            yield from self._one_value(field)
        yield from self._one_record()
        yield from self._while_deleted()
        yield from self._under_rules()

    def _one_value(self, field: EntityField) -> Iterator[list[HttpStep]]:
        """Several records want one value of a unique field."""
        names = [self._name() for _ in range(AT_ONCE)]
        value = self._values()[field.name]
        yield [self._create(name, {field.name: value}) for name in names]
        yield [self._read(name) for name in names]
        if field.write is WriteAccess.CLIENT and self._requests.change is not None:
            others = [self._name() for _ in range(AT_ONCE)]
            wanted = self._values()[field.name]
            yield [self._create(name) for name in others]
            yield [self._change(name, {field.name: wanted}) for name in others]
            yield [self._read(name) for name in others]
        if self._requests.has(BindingRole.DELETE):
            again = [self._name() for _ in range(AT_ONCE // 2)]
            yield [
                *(self._delete(name) for name in names),
                *(self._create(name, {field.name: value}) for name in again),
            ]
            yield [self._read(name) for name in (*names, *again)]

    def _one_record(self) -> Iterator[list[HttpStep]]:
        """Changes of one record, beside its reads; what a patch does not name must stay."""
        if self._requests.change is None:
            return
        name = self._name()
        yield [self._create(name)]
        changes = [self._change(name) for _ in range(AT_ONCE // 2)]
        if self._requests.has(BindingRole.PATCH):
            changes = [self._patch(name, field) for field in self._changeable()[:AT_ONCE]]
        yield [*changes, *(self._read(name) for _ in range(AT_ONCE // 2))]
        yield [self._read(name), self._read(name)]
        # A change that most readers meet while it is under way: what they saw must not stay.
        yield [self._change(name), *(self._read(name) for _ in range(AT_ONCE))]
        yield [self._read(name), self._read(name)]

    def _while_deleted(self) -> Iterator[list[HttpStep]]:
        """A record is deleted twice, beside changes and reads; afterwards it is gone."""
        if not self._requests.has(BindingRole.DELETE):
            return
        name = self._name()
        yield [self._create(name)]
        changes = [self._change(name), self._change(name)] if self._requests.change else []
        yield [*changes, self._delete(name), self._delete(name), self._read(name), self._read(name)]
        yield [self._read(name)]

    def _under_rules(self) -> Iterator[list[HttpStep]]:
        """Records that are alike in what a rule names; and once more while they are deleted."""
        entity = self._requests.entity
        for rule in self.plan.invariants:
            if rule.entity != entity.name or isinstance(rule, Transition):
                continue
            values = self._requests.values(0)
            alike = {name: values[name] for name in rule.own_fields if name in values}
            names = [self._name() for _ in range(AT_ONCE)]
            yield [self._create(name, alike) for name in names]
            if self._requests.has(BindingRole.DELETE):
                more = [self._name() for _ in range(AT_ONCE // 2)]
                yield [
                    *(self._delete(name) for name in names),
                    *(self._create(name, alike) for name in more),
                ]
                yield [self._read(name) for name in (*names, *more)]
                yield [self._delete(name) for name in more]

    # -- pieces -----------------------------------------------------------------------------------

    def _name(self) -> str:
        self._names += 1
        return f"parallel_{self._names}"

    def _values(self) -> dict[str, JsonValue]:
        self._number += 1
        return numbered_record(self.plan, self._requests.entity, self._number)

    def _create(self, name: str, fixed: Mapping[str, JsonValue] | None = None) -> HttpStep:
        binding = self._requests.binding(BindingRole.CREATE)
        step = self._requests.send(BindingRole.CREATE, self._values() | dict(fixed or {}))
        return step.model_copy(update={"capture": {name: binding.body_out + binding.id_out}})

    def _read(self, name: str) -> HttpStep:
        return self._requests.send(BindingRole.READ, identifier="{{" + name + "}}")

    def _delete(self, name: str) -> HttpStep:
        return self._requests.send(BindingRole.DELETE, identifier="{{" + name + "}}")

    def _change(self, name: str, fixed: Mapping[str, JsonValue] | None = None) -> HttpStep:
        role = self._requests.change
        assert role is not None
        values = self._values() | dict(fixed or {})
        return self._requests.send(role, values, identifier="{{" + name + "}}")

    def _patch(self, name: str, field: EntityField) -> HttpStep:
        values = {field.name: self._values()[field.name]}
        return self._requests.send(BindingRole.PATCH, values, identifier="{{" + name + "}}")

    def _changeable(self) -> list[EntityField]:
        return [
            field
            for field in self._requests.entity.client_fields
            if field.write is WriteAccess.CLIENT
            and not field.secret
            and field.type not in (FieldType.REF, FieldType.REFS)
            and field.name in self._values()
        ]


def has_histories(plan: SystemPlan, entity: Entity) -> bool:
    """True if records of the entity can be made and read one by one, below no other."""
    requests = EntityRequests(plan, entity)
    is_written = requests.has(BindingRole.CREATE, BindingRole.READ) and not entity.path_fields
    create = requests.binding(BindingRole.CREATE) if is_written else None
    return create is not None and has_caller(plan, plan.operation(create.operation))
