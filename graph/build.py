"""The compiled graph: nodes and edges, nothing else. Studio and the server load `graph` from here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph import routing
from graph.context import BuildContext, BuildInput
from graph.state import BuildState
from nodes.approval import approval
from nodes.backend_coder import backend_coder
from nodes.contract import contract
from nodes.debugger import debugger
from nodes.findings import red_results
from nodes.finish import finish
from nodes.frontend_coder import frontend_coder
from nodes.installer import installer
from nodes.judge import judge
from nodes.planner import planner
from nodes.prepare import prepare
from nodes.resources import resources
from nodes.tester import tester
from nodes.validator import validator
from nodes.warm_up import warm_up

Compiled = CompiledStateGraph[BuildState, BuildContext, BuildInput, BuildState]

NODES: tuple[Callable[..., Any], ...] = (
    prepare,
    planner,
    approval,
    contract,
    backend_coder,
    frontend_coder,
    warm_up,
    installer,
    tester,
    validator,
    judge,
    debugger,
    finish,
)


async def _after_tester(state: BuildState) -> str:
    """No evidence means that the tree was judged before."""
    if state.get("stop"):
        return routing.STOPPED
    red = not state["evidence"] or bool(await red_results(state, await resources(state)))
    return routing.after_tester(state, red=red)


def _paths(labels: dict[str, str]) -> dict[Hashable, str]:
    return {label: node for label, node in labels.items()}


def _does(node: Callable[..., Any]) -> dict[str, str]:
    """The first line of a node's docstring, which a client finds in the drawn graph."""
    return {"does": (inspect.getdoc(node) or "").splitlines()[0]}


def build_graph(checkpointer: BaseCheckpointSaver[str] | None = None) -> Compiled:
    """Compiles the graph; interrupts and resumes need a checkpointer."""
    builder = StateGraph(BuildState, context_schema=BuildContext, input_schema=BuildInput)
    for node in NODES:
        builder.add_node(node.__name__, node, metadata=_does(node))
    builder.add_edge(START, "prepare")
    builder.add_conditional_edges("prepare", routing.after_prepare, _paths(routing.AFTER_PREPARE))
    builder.add_conditional_edges("planner", routing.after_planner, _paths(routing.AFTER_PLANNER))
    builder.add_conditional_edges(
        "approval", routing.after_approval, _paths(routing.AFTER_APPROVAL)
    )
    builder.add_conditional_edges(
        "contract", routing.after_contract, _paths(routing.AFTER_CONTRACT)
    )
    # Plain edges: a join edge over the three would end the loop after the second installer.
    builder.add_edge("backend_coder", "installer")
    builder.add_edge("frontend_coder", "installer")
    builder.add_edge("warm_up", "installer")
    builder.add_edge("installer", "tester")
    builder.add_conditional_edges("tester", _after_tester, _paths(routing.AFTER_TESTER))
    builder.add_edge("validator", "judge")
    builder.add_conditional_edges("judge", routing.after_judge, _paths(routing.AFTER_JUDGE))
    builder.add_edge("debugger", "installer")
    builder.add_edge("finish", END)
    return builder.compile(checkpointer=checkpointer, name="stackwright")


graph = build_graph()
