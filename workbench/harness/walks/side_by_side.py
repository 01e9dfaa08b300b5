"""Sends each request to a server and to the reference, and compares the answers.

If the plan allows several answers, the one that comes decides which of the possible states goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.harness.http_steps import Exchange, HttpRunner, StepFailed
from workbench.harness.walks.moments import Served, now, wrong_moment
from workbench.plan.invariants import Transition
from workbench.plan.steps import Expectation, HttpStep, Matcher
from workbench.plan.system import SystemPlan
from workbench.reference.accounts_for_tests import with_token
from workbench.reference.enumeration.expecting import expectation
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import MOST_WORLDS, Result, World, after, played
from workbench.reference.execution.symbols import ABSENT, Moment, RecordId, Token, Value

# The lists of a walk are short: every field of every record is compared.
IN_FULL = 1_000
_TOKEN = re.compile(r"\{\{([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Difference:
    """A request whose answer is none that the reference allows."""

    step: HttpStep
    request: str
    expected: str
    actual: str
    evidence: str


class SideBySide:
    """One walk: the requests that were sent, and every state that the answers allow. Does blocking I/O."""

    def __init__(self, reference: Reference, runner: HttpRunner) -> None:
        self.reference = reference
        self.runner = runner
        self.worlds: Sequence[World] = [World(reference.start())]
        self.sent: list[HttpStep] = []
        self.difference: Difference | None = None
        self._served: list[Served] = []

    @property
    def is_over(self) -> bool:
        """True once an answer differed, or so much is possible that nothing more can be said."""
        return self.difference is not None or len(self.worlds) > MOST_WORLDS

    def take(self, step: HttpStep) -> bool:
        """Sends a request; False if its answer is not decided, and nothing was sent."""
        step = with_token(self.reference.plan, step)
        if not {*_TOKEN.findall(step.model_dump_json())} <= self.worlds[0].captured.keys():
            return False
        results = played(self.reference, self.worlds, step)
        expected = [predicted(self.reference.plan, result) for result in results]
        if None in expected:
            return False
        self.sent.append(step)
        pairs = [(r, e) for r, e in zip(results, expected, strict=True) if e is not None]
        asked = now()
        try:
            exchange = self.runner.send(step)
        except StepFailed as failed:
            self.difference = _difference(step, failed)
            return True
        self._served.append(Served(asked, now()))
        self._compare(step, pairs, exchange)
        return True

    def _compare(
        self, step: HttpStep, pairs: Sequence[tuple[Result, Expectation]], exchange: Exchange
    ) -> None:
        """Keeps the states that the answer allows, or the difference if there is none."""
        kept: list[Result] = []
        failures: list[StepFailed] = []
        for result, expect in pairs:
            try:
                self.runner.check(expect, exchange)
                self._check_moments(result, exchange)
            except StepFailed as failed:
                failures.append(failed)
            else:
                kept.append(result)
        if not kept:
            self.difference = _difference(step, _closest(failures), pairs)
            return
        try:
            taken = {} if exchange.response.status_code >= 400 else step.capture
            self.runner.capture(taken, exchange)
        except StepFailed as failed:
            self.difference = _difference(step, failed)
            return
        self.worlds = [
            self._without_effects_unsaid(world)
            for world in after(step.model_copy(update={"capture": taken}), kept)
        ]

    def _without_effects_unsaid(self, world: World) -> World:
        """After a transition nothing is known of other entities: the plan says what it sets only."""
        if not world.state.unsettled:
            return world
        plan = self.reference.plan
        moved = {rule.entity for rule in plan.invariants if isinstance(rule, Transition)}
        own = plan.accounts.entity if plan.accounts else None
        others = frozenset(e.name for e in plan.entities if e.name not in {*moved, own})
        return World(world.state.forgotten(others), world.captured)

    def _check_moments(self, result: Result, exchange: Exchange) -> None:
        outcome = result[1]
        if outcome.refused or outcome.body is ABSENT:
            return
        wrong = wrong_moment(outcome.body, exchange.body, self._served)
        if wrong is not None:
            raise StepFailed(exchange.name, wrong.expected, wrong.actual, exchange.evidence)


def predicted(plan: SystemPlan, result: Result) -> Expectation | None:
    """What the answer to a request must be for one outcome; None if the plan does not decide it."""
    world, outcome = result
    names: dict[Value, str] = {
        value: name
        for name, value in world.captured.items()
        if isinstance(value, RecordId | Token | Moment)
    }
    found = expectation(plan, [(outcome, names)], IN_FULL)
    return None if found is None else _without_other_moments(found)


def _without_other_moments(expect: Expectation) -> Expectation:
    """The moment of a field is compared with that field's alone.

    A server may take the time twice while it serves one request, so that what it wrote into two
    fields differs.
    """
    body = [
        match
        for match in expect.body
        if match.op is not Matcher.INSTANT
        or not str(match.value).startswith("{{")
        or str(match.value).endswith("_" + match.pointer.rpartition("/")[2].lower() + "}}")
    ]
    return expect.model_copy(update={"body": body})


def _closest(failures: Sequence[StepFailed]) -> StepFailed:
    """The failure that says most: an answer whose status is allowed and whose body is not."""
    return next((f for f in failures if not f.expected.startswith("status ")), failures[0])


def _difference(
    step: HttpStep, failed: StepFailed, pairs: Sequence[tuple[Result, Expectation]] = ()
) -> Difference:
    expected = failed.expected
    if expected.startswith("status "):
        statuses = sorted({status for _, expect in pairs for status in expect.status})
        expected = "status " + " or ".join(map(str, statuses))
    return Difference(step, failed.step, expected, failed.actual, failed.evidence)
