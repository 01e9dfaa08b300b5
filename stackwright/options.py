"""The options of a build as Python callers and the command line give them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.context import BuildContext, option_complaint
from stackwright.results import StackwrightError

M = TypeVar("M", bound=BaseModel)
_FOLDERS = ("record", "replay")
_CONTEXT_ONLY = set(BuildContext.model_fields) - {"run"}


class Options(TypedDict, total=False):
    """The keywords of `build` and `abuild`, for type checkers; `BuildOptions` says what they mean."""

    model: str
    planner_model: str
    coder_model: str
    debugger_model: str
    storage: str
    openapi: str | Path | None
    budget_usd: float | None
    budget_tokens: int | None
    budget_seconds: float | None
    max_attempts: int
    max_stagnation: int
    sandbox: str
    allow_dependency: list[str]
    record: str | Path
    replay: str | Path
    out: str | Path | None
    replace: bool


class ChangedOptions(TypedDict, total=False):
    """The keywords of `resume` and `aresume`."""

    budget_usd: float | None
    budget_tokens: int | None
    budget_seconds: float | None
    max_attempts: int | None
    max_stagnation: int | None
    out: str | Path | None


class BuildOptions(BuildContext):
    """Everything that a build can be told; descriptions and bounds are the graph's own."""

    storage: str = Field(default="auto", description="auto, sqlite or memory")
    openapi: Path | None = Field(
        default=None, description="the client's own OpenAPI document: the contract as it stands"
    )
    out: Path | None = Field(
        default=None, description="folder for the result; None is one here with the plan's name"
    )
    replace: bool = Field(default=False, description="move a folder in the way aside")

    def form(self, request: str, *, approve: bool) -> dict[str, Any]:
        """The graph's input."""
        return {
            "request": request,
            "storage": self.storage,
            "openapi": "" if self.openapi is None else str(self.openapi.absolute()),
            "approve": approve,
            "out": "" if self.out is None else str(self.out.absolute()),
            "replace": self.replace,
            "into": str(Path.cwd()),
        }

    def context(self, run: str) -> BuildContext:
        """The graph's context."""
        values = self.model_dump(include=_CONTEXT_ONLY)
        for folder in _FOLDERS:
            values[folder] = str(Path(values[folder]).absolute()) if values[folder] else ""
        return BuildContext(**values, run=run)


class Changes(BaseModel):
    """What may be changed when a run goes on; None keeps what it had."""

    model_config = ConfigDict(extra="forbid")

    budget_usd: float | None = Field(default=None, gt=0)
    budget_tokens: int | None = Field(default=None, gt=0)
    budget_seconds: float | None = Field(default=None, gt=0)
    max_attempts: int | None = Field(default=None, ge=1, le=50)
    max_stagnation: int | None = Field(default=None, ge=0, le=20)
    out: Path | None = None

    def settings(self) -> dict[str, Any]:
        """What differs, as the state's settings hold it."""
        given = self.model_dump(exclude_none=True)
        if self.out is not None:
            given["out"] = str(self.out.absolute())
        return given


def checked(model: type[M], values: Mapping[str, Any]) -> M:
    """The options as that model. Raises `StackwrightError` naming the first bad one."""
    try:
        return model.model_validate(
            {name: str(v) if name in _FOLDERS else v for name, v in values.items()}
        )
    except ValidationError as error:
        raise StackwrightError("input", option_complaint(error), 2) from error
