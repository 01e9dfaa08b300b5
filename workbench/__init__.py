"""The engine: the plan, what is generated from it, the gates, the models and the host.

Nothing in here imports LangGraph; docs/design.md lists the packages and their layers.
"""
