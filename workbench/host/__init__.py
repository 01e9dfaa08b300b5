"""Processes, toolchains, ports and the browser: the only way to the machine underneath."""
