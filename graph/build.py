"""The compiled graph: nodes and edges, nothing else. Studio and the server load `graph` from here."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graph import routing
from graph.context import BuildContext, BuildInput
from graph.failures import stop_run
from graph.services import Services
from graph.state import BuildState
from nodes.approval import approval
from nodes.backend_coder import backend_coder
from nodes.contract import contract
from nodes.debugger import debugger
from nodes.finish import finish
from nodes.frontend_coder import frontend_coder
from nodes.installer import installer
from nodes.judge import judge
from nodes.middleware.compose import Body, composed
from nodes.planner import planner
from nodes.prepare import prepare
from nodes.tester import tester
from nodes.validator import build_validation, validator
from nodes.warm_up import warm_up
from nodes.workstation import Workstation
from workbench.gates.registry import GATES
from workbench.harness.runner import run_gate
from workbench.offline.chat import OfflineChat

Compiled = CompiledStateGraph[BuildState, BuildContext, BuildInput, BuildState]
Builder = StateGraph[BuildState, BuildContext, BuildInput, BuildState]


def real_services() -> Services:
    """The gates, models and tools of this machine."""
    return Services(
        gates=GATES,
        run_gate=run_gate,
        providers={"offline": lambda _name: OfflineChat()},
        host=Workstation(),
    )


def planning_services() -> Services:
    """Those for a run that ends with its plan."""
    return replace(real_services(), only_plans=True)


def build_graph(
    checkpointer: BaseCheckpointSaver[str] | None = None, services: Services | None = None
) -> Compiled:
    """Compiles the graph with real services, or others; interrupts and resumes need a checkpointer."""
    services = services or real_services()
    builder: Builder = StateGraph(BuildState, context_schema=BuildContext, input_schema=BuildInput)
    handler: Any = stop_run  # LangGraph hands over the error, which its own types do not say
    builder.set_node_defaults(error_handler=handler)
    builder.add_node("prepare", _prepare(services), metadata=_does(prepare))
    bodies: tuple[Body, ...] = (
        planner,
        approval,
        contract,
        backend_coder,
        frontend_coder,
        warm_up,
        installer,
        tester,
        validator(build_validation(services)),
        judge,
        debugger,
        finish,
    )
    for body in bodies:
        name = body.__name__
        node = composed(name, body, services, in_budget=body is not finish)
        builder.add_node(name, node, metadata=_does(body))
    _add_edges(builder)
    return builder.compile(checkpointer=checkpointer, name="stackwright")


def _add_edges(builder: Builder) -> None:
    builder.add_edge(START, "prepare")
    for node, router, labels in (
        ("prepare", routing.after_prepare, routing.AfterPrepare),
        ("planner", routing.after_planner, routing.AfterPlanner),
        ("approval", routing.after_approval, routing.AfterApproval),
        ("contract", routing.after_contract, routing.AfterContract),
        ("installer", routing.after_installer, routing.AfterInstaller),
        ("tester", routing.after_tester, routing.AfterTester),
        ("validator", routing.after_validator, routing.AfterValidator),
        ("judge", routing.after_judge, routing.AfterJudge),
        ("debugger", routing.after_debugger, routing.AfterDebugger),
    ):
        builder.add_conditional_edges(node, router, routing.targets(labels))
    # Plain edges: a join edge over the three would end the loop after the second installer.
    for node in ("backend_coder", "frontend_coder", "warm_up"):
        builder.add_edge(node, "installer")
    builder.add_edge("finish", END)


def _prepare(services: Services) -> Callable[..., Any]:
    """`prepare` alone reads the context, which LangGraph hands over with the runtime."""

    async def node(state: BuildState, runtime: Runtime[BuildContext]) -> BuildState:
        async def body(state: BuildState, services: Services) -> BuildState:
            return await prepare(state, services, runtime.context)

        return await composed("prepare", body, services)(state)

    return node


def _does(body: Callable[..., Any]) -> dict[str, str]:
    """The first line of a node's docstring, which a client finds in the drawn graph."""
    return {"does": (inspect.getdoc(body) or "").splitlines()[0]}


graph = build_graph()
