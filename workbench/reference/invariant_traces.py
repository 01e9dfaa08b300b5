"""Traces of the plan's invariants, with sequential and with parallel requests."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.fields import FieldType
from workbench.plan.invariants import (
    Capacity,
    Invariant,
    NeverNegative,
    NoOverlap,
    OnePer,
    Transition,
    moves_to,
)
from workbench.plan.language.operations import Operation
from workbench.plan.steps import Expectation, HttpStep, Match, Matcher, ParallelStep, Trace
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import is_computed, numbered_record, sent_to_count
from workbench.reference.derived_traces import LIMIT, DerivedTraces
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.error_expectations import accepted
from workbench.reference.sample_bodies import can_be_called, sent_to

AT_ONCE = 6
# Rounds of parallel requests in one trace. How many a server that checks before its transaction
# survives is said at ROUNDS in harness/histories.py, which repeats them with the database locked.
ROUNDS = 4
# Parents are numbered from here on, so that none equals a record of the test data.
FIRST_FRESH = 900
# Two that overlap, and one that starts where the first ends, which is not an overlap.
SPANS: dict[FieldType, tuple[tuple[JsonValue, JsonValue], ...]] = {
    FieldType.DATETIME: (
        ("2031-03-10T10:00:00Z", "2031-03-10T11:00:00Z"),
        ("2031-03-10T10:30:00Z", "2031-03-10T11:30:00Z"),
        ("2031-03-10T11:00:00Z", "2031-03-10T12:00:00Z"),
    ),
    FieldType.DATE: (
        ("2031-03-10", "2031-03-12"),
        ("2031-03-11", "2031-03-13"),
        ("2031-03-15", "2031-03-16"),
    ),
    FieldType.INTEGER: ((10, 20), (15, 25), (20, 30)),
}


def invariant_traces(plan: SystemPlan) -> list[Trace]:
    """Two traces of each invariant, in plan order."""
    traces: list[Trace] = []
    for invariant in plan.invariants:
        requests = InvariantTraces(plan, plan.entity(invariant.entity))
        is_sent = not is_computed(invariant, requests.entity)
        if requests.has(BindingRole.CREATE) and requests.can_be_created and is_sent:
            traces += requests.of(invariant)
    return traces


class InvariantTraces(DerivedTraces):
    """Builds the traces of the invariants that a new record of one entity may break."""

    def of(self, invariant: Invariant) -> Iterator[Trace]:
        """The sequential and the parallel trace."""
        match invariant:
            case OnePer():
                return self._one_per(invariant)
            case Capacity():
                return self._capacity(invariant)
            case NoOverlap():
                return self._no_overlap(invariant)
            case NeverNegative():
                return self._never_negative(invariant)
            case Transition():
                return self._transition(invariant)

    # -- the rules --------------------------------------------------------------------------------

    def _one_per(self, rule: OnePer) -> Iterator[Trace]:
        first = self.values(0)
        alike = self.values(1) | {name: first[name] for name in rule.fields if name in first}
        steps = [self.create_step(first, "a"), self.error_step(self._create(alike), 409)]
        for name in rule.fields:
            other = self.values(1)[name] if name in first else None
            if name in first and other != first[name]:
                steps.append(self._create(alike | {name: other}))
                break
        names = " and ".join(rule.fields)
        yield self._trace(
            rule, "holds", f"there is only one for each combination of {names}", *steps
        )
        yield self._trace(
            rule,
            "holds_at_once",
            f"of {AT_ONCE} equal parallel requests, one succeeds",
            *(
                self._at_once(
                    [self.values(r) | self._varied(n, rule.fields) for n in range(AT_ONCE)], 1
                )
                for r in range(ROUNDS)
            ),
        )

    def _capacity(self, rule: Capacity) -> Iterator[Trace]:
        if sent_to_count(self.entity, rule.where) is None:
            return  # a record counts only once a transition has moved it
        parent = self._parent(rule.parent)
        full, *others = (
            EntityRequests(self.plan, parent).create_step(
                self._fresh(parent, r) | {rule.limit: LIMIT}, "full_id"
            )
            for r in range(ROUNDS)
        )
        taken = [self._booked(rule, number) for number in range(LIMIT)]
        steps: list[HttpStep | ParallelStep] = [full, *taken]
        steps.append(self.error_step(self._booked(rule, LIMIT), 409))
        other = self._other(rule.where)
        if other:  # records that do not count always fit
            beside = self.values(LIMIT) | other | {rule.parent: "{{full_id}}"}
            steps.append(self._create(beside, self._account(LIMIT)))
        if self.has(BindingRole.DELETE):
            steps += [self._deleted(taken[0]), self._booked(rule, LIMIT + bool(other))]
        yield self._trace(rule, "holds", f"{LIMIT} records fit with the limit {LIMIT}", *steps)
        rush = ParallelStep(
            steps=[self._booked(rule, number) for number in range(AT_ONCE)],
            answers={self._created: LIMIT, self._conflict: AT_ONCE - LIMIT},
        )
        yield self._trace(
            rule,
            "holds_at_once",
            f"of {AT_ONCE} parallel requests, {LIMIT} succeed with the limit {LIMIT}",
            full,
            rush,
            *(step for other in others for step in (other, rush)),
        )

    def _no_overlap(self, rule: NoOverlap) -> Iterator[Trace]:
        spans = SPANS[self.entity.field(rule.start).type]
        first, over, after = (
            self.values(n)
            | {name: self.values(0)[name] for name in rule.fields if name in self.values(0)}
            | {rule.start: start, rule.end: end}
            for n, (start, end) in enumerate(spans)
        )
        yield self._trace(
            rule,
            "holds",
            "an overlapping record is rejected; one that starts later is created",
            self._create(first),
            self.error_step(self._create(over), 409),
            self._create(after),
        )
        fixed = [rule.start, rule.end, *rule.fields]
        scopes = [
            {name: self.values(r)[name] for name in rule.fields if name in first}
            for r in range(ROUNDS)
        ]
        yield self._trace(
            rule,
            "holds_at_once",
            f"of {AT_ONCE} overlapping parallel requests, one succeeds",
            *(
                self._at_once([first | self._varied(n, fixed) | scope for n in range(AT_ONCE)], 1)
                for scope in (scopes if scopes[0] != scopes[1] else scopes[:1])
            ),
        )

    def _never_negative(self, rule: NeverNegative) -> Iterator[Trace]:
        derived = self._parent(rule.parent).field(rule.derived).derived
        assert derived is not None
        if derived.field is None or not self.decides(derived):
            return  # scenarios prove it of what the server computes
        take, put = (self.values(0) | {derived.field: value} for value in (-1, LIMIT))
        yield self._trace(
            rule,
            "holds",
            f"{rule.derived} never falls below zero",
            self.error_step(self._create(take), 409),
            self._create(put),
            self._create(take),
            self._create(take),
            self.error_step(self._create(take), 409),
        )
        yield self._trace(
            rule,
            "holds_at_once",
            f"of {AT_ONCE} parallel requests that take one, {LIMIT} succeed",
            *(self._create(put), self._at_once([take] * AT_ONCE, LIMIT)) * ROUNDS,
        )

    def _transition(self, rule: Transition) -> Iterator[Trace]:
        operation = self.plan.operation(rule.operation)
        start = self.entity.field(rule.field).default
        first_moves = moves_to(rule, self.plan.invariants, start)
        if not self.has(BindingRole.READ) or first_moves is None:
            return
        moving = [self.plan.operation(item.operation) for item in first_moves]
        if not all(map(can_be_called, (*moving, operation))):
            return
        binding = self.binding(BindingRole.READ)
        earlier = [self._move(item) for item in moving]
        moved = self._move(operation)
        repeated = moved.model_copy(deep=True)
        pointer = binding.body_out + self.entity.field(rule.field).place
        reader = self.caller_on(self.operation_of(BindingRole.READ), self.creator)
        before, after = (
            self.send(
                BindingRole.READ,
                account=reader,
                body=[Match(pointer=pointer, op=Matcher.EQUALS, value=v)],
            )
            for v in (rule.before, rule.after)
        )
        created, *others = (self.create_step(self.values(r)) for r in range(ROUNDS))
        title = f"{rule.field} goes from {rule.before} to {rule.after}"
        yield self._trace(
            rule,
            "holds",
            f"{title}, once",
            created,
            *earlier,
            before,
            moved,
            after,
            self.error_step(repeated, 409),
        )
        rush = ParallelStep(
            steps=[moved] * AT_ONCE,
            answers={operation.success: 1, accepted(self.plan, operation, 409)[0]: AT_ONCE - 1},
        )
        again: list[HttpStep | ParallelStep] = []
        for other in others:
            again += [other, *earlier, rush, after]
        yield self._trace(
            rule,
            "holds_at_once",
            f"{title} once for {AT_ONCE} parallel requests",
            created,
            *earlier,
            rush,
            after,
            *again,
        )

    def _move(self, operation: Operation) -> HttpStep:
        """A request of an operation whose path takes the id."""
        parameter = "{" + self.binding(BindingRole.READ).id_param + "}"
        return self.send(BindingRole.READ).model_copy(
            update={
                "method": operation.method,
                "path": operation.path.replace(parameter, "{{id}}"),
                "as_account": self.caller_on(operation, self.creator),
                "body": sent_to(operation),
                "expect": Expectation(status=[operation.success]),
            }
        )

    # -- pieces -----------------------------------------------------------------------------------

    def _trace(
        self, rule: Invariant, name: str, title: str, *steps: HttpStep | ParallelStep
    ) -> Trace:
        return self.trace(f"invariant.{rule.id}.{name}", f"{rule.id}: {title}", *steps)

    def _at_once(self, several: list[dict[str, JsonValue]], succeeding: int) -> ParallelStep:
        return ParallelStep(
            steps=[self._create(values) for values in several],
            answers={self._created: succeeding, self._conflict: len(several) - succeeding},
        )

    def _fresh(self, parent: Entity, number: int) -> dict[str, JsonValue]:
        """A parent with its required fields that equals no record of the test data."""
        values = numbered_record(self.plan, parent, FIRST_FRESH + number)
        return {name: value for name, value in values.items() if parent.field(name).required}

    def _booked(self, rule: Capacity, number: int) -> HttpStep:
        """One more record of the parent with the limit, each by another account."""
        counting = self._counting(rule.where)
        values = self.values(number % 9) | counting | {rule.parent: "{{full_id}}"}
        return self._create(values, self._account(number))

    def _varied(self, number: int, fixed: list[str]) -> dict[str, JsonValue]:
        """Varied values for the fields that the invariant does not name."""
        return {name: value for name, value in self.values(number % 9).items() if name not in fixed}

    def _parent(self, reference: str) -> Entity:
        name = self.entity.field(reference).target
        assert name is not None
        return self.plan.entity(name)

    @property
    def _conflict(self) -> int:
        return accepted(self.plan, self.operation_of(BindingRole.CREATE), 409)[0]

    @property
    def _created(self) -> int:
        return self.operation_of(BindingRole.CREATE).success
