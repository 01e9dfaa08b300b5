"""The graph as a picture: its nodes and edges, without the handler that every node shares."""

from __future__ import annotations

from graph.build import Compiled

ERROR_HANDLER = "__default_error_handler__"


def mermaid(graph: Compiled) -> str:
    """The graph in Mermaid's language."""
    drawn = graph.get_graph()
    if ERROR_HANDLER in drawn.nodes:
        drawn.remove_node(drawn.nodes[ERROR_HANDLER])
    return drawn.draw_mermaid()
