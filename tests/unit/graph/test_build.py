"""The compiled graph is the one that the README shows."""

from __future__ import annotations

from graph.build import build_graph, graph
from graph.context import BuildInput
from graph.drawing import mermaid
from graph.state import BuildState
from tests.support.repository import ROOT


def test_the_picture_in_docs_is_drawn_from_the_compiled_graph() -> None:
    assert (ROOT / "docs/graph.mmd").read_text() == mermaid(graph)


def test_failures_lead_to_the_debugger_and_back_through_the_installer() -> None:
    edges = {(edge.source, edge.target) for edge in graph.get_graph().edges}
    assert {
        ("prepare", "planner"),
        ("planner", "approval"),
        ("approval", "contract"),
        ("approval", "planner"),
        ("contract", "backend_coder"),
        ("contract", "frontend_coder"),
        ("contract", "warm_up"),
        ("backend_coder", "installer"),
        ("frontend_coder", "installer"),
        ("warm_up", "installer"),
        ("installer", "tester"),
        ("tester", "validator"),
        ("tester", "judge"),
        ("validator", "judge"),
        ("judge", "debugger"),
        ("judge", "backend_coder"),
        ("judge", "frontend_coder"),
        ("judge", "planner"),
        ("judge", "tester"),
        ("judge", "finish"),
        ("debugger", "installer"),
        ("finish", "__end__"),
    } <= edges


def test_studio_gets_a_graph_without_a_checkpointer_of_its_own() -> None:
    assert graph.checkpointer is None
    assert build_graph() is not graph


def test_no_option_of_the_form_is_dropped_on_the_way_into_the_state() -> None:
    assert set(BuildInput.model_fields) <= set(BuildState.__annotations__)
