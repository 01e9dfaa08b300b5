"""What the nodes work with: contract, gates, progress, models, machine, workspace, evidence.

Nothing in here knows of LangGraph; imports never point upwards.
"""
