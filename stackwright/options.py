"""The keywords of `build` and `resume`, as Python callers give them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from pydantic import BaseModel, ValidationError

from graph.context import BuildOptions, option_complaint
from workbench.errors import InputError

M = TypeVar("M", bound=BaseModel)


class Options(TypedDict, total=False):
    """The keywords of `build` and `abuild`, for type checkers.

    The fields of `graph.context.BuildOptions`, which says what they mean; a test holds them equal.
    """

    model: str
    planner_model: str
    coder_model: str
    debugger_model: str
    storage: str
    openapi: str | Path
    plan: str | Path
    budget_usd: float | None
    budget_tokens: int | None
    budget_seconds: float | None
    max_attempts: int
    max_stagnation: int
    sandbox: str
    scaffold: str
    allow_dependency: list[str]
    record: str | Path
    replay: str | Path
    out: str | Path
    replace: bool


class ChangedOptions(TypedDict, total=False):
    """The keywords of `resume` and `aresume`: the fields of `graph.context.Changes`."""

    budget_usd: float | None
    budget_tokens: int | None
    budget_seconds: float | None
    max_attempts: int
    max_stagnation: int
    out: str | Path


def described(option: str) -> str:
    """What an option of `build` means, as the command line's help says it."""
    return BuildOptions.model_fields[option].description or ""


def checked(model: type[M], values: Mapping[str, Any]) -> M:
    """The options as that model; None counts as not given. Raises `InputError` naming a bad one."""
    given = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in values.items()
        if value is not None
    }
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InputError(option_complaint(error)) from error
