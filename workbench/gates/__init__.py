"""One file per gate: a workspace or a running system in, a GateResult out."""
