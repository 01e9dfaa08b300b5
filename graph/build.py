"""The compiled graph: nodes and edges, nothing else. Studio and the server load `graph` from here."""

from __future__ import annotations

from typing import Literal

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


async def _after_tester(state: BuildState) -> Literal["validator", "judge", "finish"]:
    """No evidence means that the tree was judged before."""
    if state.get("stop"):
        return "finish"
    red = not state["evidence"] or bool(await red_results(state, await resources(state)))
    return routing.after_tester(state, red=red)


def build_graph(checkpointer: BaseCheckpointSaver[str] | None = None) -> Compiled:
    """Compiles the graph; interrupts and resumes need a checkpointer."""
    builder = StateGraph(BuildState, context_schema=BuildContext, input_schema=BuildInput)
    builder.add_node("prepare", prepare)
    builder.add_node("planner", planner)
    builder.add_node("approval", approval)
    builder.add_node("contract", contract)
    builder.add_node("backend_coder", backend_coder)
    builder.add_node("frontend_coder", frontend_coder)
    builder.add_node("warm_up", warm_up)
    builder.add_node("installer", installer)
    builder.add_node("tester", tester)
    builder.add_node("validator", validator)
    builder.add_node("judge", judge)
    builder.add_node("debugger", debugger)
    builder.add_node("finish", finish)

    builder.add_edge(START, "prepare")
    builder.add_conditional_edges("prepare", routing.after_prepare)
    builder.add_conditional_edges("planner", routing.after_planner)
    builder.add_conditional_edges("approval", routing.after_approval)
    builder.add_conditional_edges("contract", routing.after_contract, list(routing.AFTER_CONTRACT))
    # Plain edges: a join edge over the three would end the loop after the second installer.
    builder.add_edge("backend_coder", "installer")
    builder.add_edge("frontend_coder", "installer")
    builder.add_edge("warm_up", "installer")
    builder.add_edge("installer", "tester")
    builder.add_conditional_edges("tester", _after_tester, list(routing.AFTER_TESTER))
    builder.add_edge("validator", "judge")
    builder.add_conditional_edges("judge", routing.after_judge, list(routing.AFTER_JUDGE))
    builder.add_edge("debugger", "installer")
    builder.add_edge("finish", END)
    return builder.compile(checkpointer=checkpointer, name="stackwright")


graph = build_graph()
