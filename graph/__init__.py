"""The graph: state and context beneath the nodes, edges and routing above them."""
