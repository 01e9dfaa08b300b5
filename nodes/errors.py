"""Reasons to end a run that are not ours."""

from __future__ import annotations


class BadRequest(ValueError):
    """What was asked for cannot be built; the message says what to change. Nothing was written."""


class EnvironmentMissing(RuntimeError):
    """Something that the run needs from the machine is not to be had; the message names it."""
