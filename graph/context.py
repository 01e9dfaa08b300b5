"""Models, budgets and limits of a run, as Studio's form, the Python call and the CLI show them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.progress.rule import MAX_ATTEMPTS, MAX_STAGNATION

_ROLE = "provider:model of this role, such as openai:gpt-5; empty takes `model`"


def option_complaint(error: ValidationError) -> str:
    """The first option that is wrong, by the name it has on the command line, and why."""
    first = error.errors()[0]
    name = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else "options"
    said = "there is no such option" if first["type"] == "extra_forbidden" else first["msg"]
    return f"{name}: {said}"


class BuildContext(BaseModel):
    """How a run works. Only `prepare` reads it; it freezes it into the state."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(
        default="auto",
        description="auto (the configured endpoint, else offline), offline, or provider:model; "
        "split at the first colon",
    )
    planner_model: str = Field(default="", description=_ROLE)
    coder_model: str = Field(default="", description=_ROLE)
    debugger_model: str = Field(default="", description=_ROLE)
    budget_usd: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        description="US dollars that no call may exceed; default 5 where the price is known",
    )
    budget_tokens: int | None = Field(
        default=None,
        gt=0,
        description="tokens in and out that no call may exceed; default 3 million where no price "
        "is known",
    )
    budget_seconds: float | None = Field(
        default=None, gt=0, description="seconds of work before the run ends; default no limit"
    )
    max_attempts: int = Field(
        default=MAX_ATTEMPTS, ge=1, le=50, description="judged trees before the run ends"
    )
    max_stagnation: int = Field(
        default=MAX_STAGNATION,
        ge=0,
        le=20,
        description="repairs without progress that are forgiven",
    )
    allow_dependency: list[str] = Field(
        default=[],
        description="npm packages and Go modules that coders may use beside those that are known",
    )
    sandbox: Literal["auto", "required", "off"] = Field(
        default="auto",
        description="bubblewrap around whatever runs generated code: where it works, required, off",
    )
    record: str = Field(default="", description="folder to keep every request and answer in")
    replay: str = Field(
        default="", description="folder of a recording to answer from, instead of a model"
    )
    run: str = Field(
        default="",
        pattern=r"^[\w.-]*$",
        description="the run's name in the data folder; empty makes one",
    )


class BuildInput(BaseModel):
    """What to build, and what becomes of it."""

    model_config = ConfigDict(extra="forbid")

    request: str = Field(description="what to build, in plain words")
    storage: Literal["auto", "sqlite", "memory"] = Field(
        default="auto",
        description="where the system keeps its data; auto decides by what can be had",
    )
    openapi: str = Field(
        default="",
        description="file of the client's own OpenAPI document, 3.0 or 3.1, YAML or JSON: the "
        "contract as it stands",
    )
    approve: bool = Field(default=False, description="stop for an approval of the plan")
    out: str = Field(
        default="", description="folder for the result; empty keeps it in Stackwright's data folder"
    )
    replace: bool = Field(default=False, description="move a folder that is in the way aside")
    into: str = Field(
        default="", description="folder in which the result gets the plan's name, when out is empty"
    )
