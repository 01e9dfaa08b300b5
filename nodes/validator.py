"""validator: proves the behaviour of the running system, with a node for each gate.

The gates are a graph of their own: each is streamed, checkpointed and resumed by itself. A stage
ends in a node that only marks its end, so that the next stage begins once all of its gates are done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Protocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from typing_extensions import TypedDict

from graph.services import Services
from graph.state import BuildState, PlanState, RunInfo, SettingsState, merge_keys
from nodes.gating import emit_gate
from nodes.middleware.compose import Body
from nodes.resources import gate_context, places_of
from workbench.harness.gate import VALIDATION_STAGES, Gate, Stage, turns
from workbench.progress.results import Status


class ValidationState(TypedDict, total=False):
    """What the gates need of the build's state, and the status that each of them ends with."""

    run: RunInfo
    settings: SettingsState
    plan: PlanState
    evidence: str
    gate_statuses: Annotated[dict[str, str], merge_keys]


Validation = CompiledStateGraph[ValidationState, None, ValidationState, ValidationState]


class GateNode(Protocol):
    """The node of one gate."""

    __name__: str

    async def __call__(self, state: ValidationState) -> ValidationState: ...


Builder = StateGraph[ValidationState, None, ValidationState, ValidationState]
GREEN = (Status.PASSED.value, Status.NOT_APPLICABLE.value)


def validator(validation: Validation) -> Body:
    """The node that runs this graph of gates on what the tester built."""

    async def validator(state: BuildState, services: Services) -> BuildState:
        """Starts what the tester built and uses it over HTTP and in a browser."""
        del services  # the graph of gates has them
        given = ValidationState(
            run=state["run"],
            settings=state["settings"],
            plan=state["plan"],
            evidence=state["evidence"],
            gate_statuses=state["gate_statuses"],
        )
        result = await validation.ainvoke(given)
        return {"gate_statuses": result["gate_statuses"]}

    return validator


def build_validation(services: Services) -> Validation:
    """The graph of the validation gates: stage by stage, turn by turn, until something is red."""
    builder = StateGraph(ValidationState)
    stages = [stage for stage in VALIDATION_STAGES if turns(services.gates, stage)]
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        first, last = _add_turns(builder, services, stage)
        if stage is stages[0]:
            _connect(builder, [START], first)
        end = _end_of(stage)
        builder.add_node(end, _stage_done)
        _connect(builder, last, [end])
        if following is None:
            builder.add_edge(end, END)
        else:
            targets = [gate.name for gate in turns(services.gates, following)[0]]
            builder.add_conditional_edges(end, _next_stage(targets), [*targets, END])
    return builder.compile(name="validator")


def _add_turns(builder: Builder, services: Services, stage: Stage) -> tuple[list[str], list[str]]:
    """Adds a stage's gates; the names of those that begin it and of those that end it."""
    groups = [[gate.name for gate in group] for group in turns(services.gates, stage)]
    for gate in services.gates:
        if gate.stage is stage:
            builder.add_node(gate.name, _gate_node(gate, services))
    for earlier, later in pairwise(groups):
        _connect(builder, earlier, later)
    return groups[0], groups[-1]


def _connect(builder: Builder, sources: list[str], targets: list[str]) -> None:
    """Plain edges from each source to each target: the sources end in the same step."""
    for source in sources:
        for target in targets:
            builder.add_edge(source, target)


def _end_of(stage: Stage) -> str:
    return f"{stage.value} done"


async def _stage_done(state: ValidationState) -> ValidationState:
    del state  # it marks the end of a stage, and changes nothing
    return {}


def _next_stage(targets: list[str]) -> Callable[[ValidationState], list[str]]:
    """A router to the first gates of the next stage, or to the end if a gate is not green."""

    def route(state: ValidationState) -> list[str]:
        green = all(status in GREEN for status in state["gate_statuses"].values())
        return targets if green else [END]

    return route


def _gate_node(gate: Gate, services: Services) -> GateNode:
    """The node that runs one gate and stores its result with the tree's evidence."""

    async def run(state: ValidationState) -> ValidationState:
        build = BuildState(run=state["run"], settings=state["settings"], plan=state["plan"])
        places = await places_of(build)
        context = await gate_context(places, build, services)
        result = await services.run_gate(context, gate, emit_gate)
        await asyncio.to_thread(places.evidence.add, state["evidence"], result, context.screenshots)
        return {"gate_statuses": {gate.name: result.status.value}}

    run.__name__ = gate.name
    run.__doc__ = gate.proves
    return run
