"""Whether the answers to parallel requests are those of some order of the requests, one at a time.

A history is linearizable if its requests can be put in an order in which the reference gives every
answer, and in which a request that was answered before another was sent comes first. The order is
searched for depth first, and a state that was reached before by the same requests is not searched
again (Wing and Gong, "Testing and Verifying Concurrent Objects", 1993; the memory is Lowe's, 2017).
Requests that have nothing in common cannot affect each other, so that each part of a history is
searched alone (Herlihy and Wing, 1990: linearizability is local).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from workbench.plan.fields import FieldType
from workbench.plan.steps import HttpStep
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import Result, World, after, played
from workbench.reference.execution.state import Record
from workbench.reference.execution.symbols import Moment, RecordId, Value

# Maximum number of answers that the reference is asked for in one part of a history.
MOST_ANSWERS = 20_000
# Of these types two texts can be one value, so that their records may meet whatever the texts are.
_ONE_VALUE_SEVERAL_TEXTS = frozenset({FieldType.DATETIME, FieldType.DECIMAL})
_TOKEN = re.compile(r"\{\{[^}]*\}\}")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Event(Generic[Answer]):
    """A request, its answer, and when the one was sent and the other there, in seconds of one clock.

    `captures` are the names under which later requests of the history refer to what this answer holds.
    """

    step: HttpStep
    answer: Answer
    called: float
    answered: float
    captures: Mapping[str, str]


Explains = Callable[[Result, Event[Answer]], bool]


class Answered(Enum):
    """What the search came to."""

    YES = "linearizable"
    NO = "not linearizable"
    OPEN = "not decided within the bound"


@dataclass(frozen=True)
class Search(Generic[Answer]):
    """The outcome for one part of a history: the longest valid order, and the requests that cannot follow it."""

    outcome: Answered
    order: tuple[Event[Answer], ...]
    left: tuple[Event[Answer], ...]


def linearized(
    reference: Reference,
    start: World,
    history: Sequence[Event[Answer]],
    explains: Explains[Answer],
    most: int = MOST_ANSWERS,
) -> Search[Answer]:
    """Searches for an order of one history; `explains` says whether an outcome gives an answer."""
    return _Searcher(reference, history, explains, most).search(start)


class _Searcher(Generic[Answer]):
    def __init__(
        self,
        reference: Reference,
        history: Sequence[Event[Answer]],
        explains: Explains[Answer],
        most: int,
    ) -> None:
        self._reference = reference
        self._history = sorted(history, key=lambda event: event.called)
        self._explains = explains
        self._left = most
        self._best: tuple[int, ...] = ()

    def search(self, start: World) -> Search[Answer]:
        """Depth first; no combination of finished requests and state is searched twice."""
        seen: set[Hashable] = set()
        stack: list[tuple[World, tuple[int, ...]]] = [(start, ())]
        while stack:
            world, order = stack.pop()
            done = frozenset(order)
            place = (done, _memory(world))
            if place in seen:
                continue
            seen.add(place)
            if len(order) > len(self._best):
                self._best = order
            if len(order) == len(self._history):
                return self._found(Answered.YES)
            following: list[tuple[World, tuple[int, ...]]] = []
            for index in self._next(done):
                if self._left <= 0:
                    return self._found(Answered.OPEN)
                following += [(new, (*order, index)) for new in self._worlds_after(world, index)]
            stack += reversed(following)
        return self._found(Answered.NO)

    def _next(self, done: frozenset[int]) -> list[int]:
        """What may come next: requests sent before the earliest response among the remaining ones."""
        left = [index for index in range(len(self._history)) if index not in done]
        first = min(self._history[index].answered for index in left)
        return [index for index in left if self._history[index].called <= first]

    def _worlds_after(self, world: World, index: int) -> list[World]:
        """The worlds after a request, as far as its answer agrees."""
        event = self._history[index]
        results = played(self._reference, [world], event.step)
        self._left -= len(results)
        kept = [result for result in results if self._explains(result, event)]
        return after(event.step.model_copy(update={"capture": dict(event.captures)}), kept)

    def _found(self, outcome: Answered) -> Search[Answer]:
        order = tuple(self._history[index] for index in self._best)
        left = tuple(event for n, event in enumerate(self._history) if n not in self._best)
        return Search(outcome, order, left)


def _memory(world: World) -> Hashable:
    """What later answers depend on: records by the names of their identifiers, without moments.

    Two orders give one record two numbers, and the same moment too; neither is compared.
    """
    names = {value: name for name, value in world.captured.items() if isinstance(value, RecordId)}

    def plain(value: Value) -> Hashable:
        if isinstance(value, RecordId):
            return names.get(value, str(value))
        if isinstance(value, list):
            return tuple(map(plain, value))
        return "a moment" if isinstance(value, Moment) else repr(value)

    def row(record: Record) -> Hashable:
        fields = tuple((name, plain(value)) for name, value in sorted(record.values.items()))
        return names.get(record.id, str(record.id)), fields

    tables = frozenset(
        (entity, frozenset(map(row, table.values())))
        for entity, table in world.state.tables.items()
    )
    return tables, world.state.unknown, world.state.unsettled


def parts(plan: SystemPlan, history: Sequence[Event[Answer]]) -> list[list[Event[Answer]]]:
    """The history in parts that have no record, no unique value and no rule in common."""
    made = {name for event in history for name in event.captures}
    groups: list[tuple[set[Hashable], list[Event[Answer]]]] = []
    for event in history:
        keys = set(_keys(plan, event, made))
        joined = [group for group in groups if group[0] & keys]
        apart = [group for group in groups if not group[0] & keys]
        events = [one for _, its in joined for one in its]
        groups = [*apart, (keys.union(*(its for its, _ in joined)), [*events, event])]
    return [events for _, events in groups]


def _keys(plan: SystemPlan, event: Event[Answer], made: set[str]) -> Iterator[Hashable]:
    """What a request may have in common with others."""
    yield from made & event.step.references
    yield from event.captures
    entity = _entity_of(plan, event.step)
    if entity is None:
        yield "whatever an operation of the plan's own does"
        return
    if any(rule.entity == entity.name for rule in plan.invariants):
        yield "rules over", entity.name
    for field in entity.fields:
        if not field.unique:
            continue
        if field.type in _ONE_VALUE_SEVERAL_TEXTS:
            yield entity.name, field.name
        for value in _values(event.step.body, field.name):
            yield entity.name, field.name, str(value).casefold()


def _values(body: Value, name: str) -> Iterator[Value]:
    """Every value of that name in a body, however deep."""
    if isinstance(body, dict):
        for key, value in body.items():
            if key == name:
                yield value
            yield from _values(value, name)


def _entity_of(plan: SystemPlan, step: HttpStep) -> Entity | None:
    given = _TOKEN.sub("{}", step.path).split("/")
    for binding in plan.bindings:
        operation = plan.operation(binding.operation)
        wanted = re.sub(r"\{[^}]*\}", "{}", operation.path).split("/")
        if operation.method == step.method and wanted == given:
            return plan.entity(binding.entity)
    return None
