"""Every option of a build, defined once.

The command line, the Python call, Studio's form, the defaults file and the settings that `prepare`
freezes into the state are views of the models in this file: they combine them and add no bounds of
their own.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from workbench.host.folders import given_path, working_folder
from workbench.progress.rule import MAX_ATTEMPTS, MAX_STAGNATION

_ROLE = "provider:model of this role, such as openai:gpt-5; default: that of --model"
_PLAN = "build the plan in this file, saved by `stackwright plan` and perhaps edited; no planner is asked"


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ModelOptions(_Options):
    """Which models are asked, and what their answers may use."""

    model: str = Field(
        default="auto",
        description="auto (the configured endpoint, else offline), offline, or provider:model; "
        "default auto",
    )
    planner_model: str = Field(default="", description=_ROLE)
    coder_model: str = Field(default="", description=_ROLE)
    debugger_model: str = Field(default="", description=_ROLE)
    allow_dependency: list[str] = Field(
        default=[],
        description="npm package or Go module that coders may use besides the known ones; repeatable",
    )
    scaffold: Literal["on", "off"] = Field(
        default="on",
        description="on: models start from the generated code and write only what the plan could "
        "not express; off: coders write both components whole; default on",
    )
    record: str = Field(
        default="", description="folder in which every model request and answer is stored"
    )
    replay: str = Field(
        default="", description="folder of a recording, which answers instead of a model"
    )


class LimitOptions(_Options):
    """When a run ends without success."""

    budget_usd: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        description="total US dollars for the run; default 5 if the price is known",
    )
    budget_tokens: int | None = Field(
        default=None,
        gt=0,
        le=10**15,  # checkpoints hold 64 bits
        description="total tokens for the run, in and out; default 3 million if no price is known",
    )
    budget_seconds: float | None = Field(
        default=None, gt=0, description="seconds of work before the run ends; default no limit"
    )
    max_attempts: int = Field(
        default=MAX_ATTEMPTS,
        ge=1,
        le=50,
        description=f"most versions that are tested before the run ends; default {MAX_ATTEMPTS}",
    )
    max_stagnation: int = Field(
        default=MAX_STAGNATION,
        ge=0,
        le=20,
        description="how many attempts in a row may bring no progress; one more ends the run; "
        f"default {MAX_STAGNATION}",
    )


class SystemOptions(_Options):
    """What the generated system must be like, beyond the request."""

    storage: Literal["auto", "sqlite", "memory"] = Field(
        default="auto",
        description="auto, sqlite or memory: where the system stores its data; auto uses SQLite if "
        "its Go module can be downloaded, else memory; default auto",
    )
    openapi: str = Field(
        default="",
        description="use this OpenAPI document (3.0, 3.1 or Swagger 2.0; YAML or JSON) as the "
        "system's API; it is not changed",
    )


class HostOptions(_Options):
    """How generated code is isolated."""

    sandbox: Literal["auto", "required", "off"] = Field(
        default="auto",
        description="auto, required or off: run generated code in bubblewrap; auto uses bubblewrap "
        "if it is available, required fails without it; default auto",
    )


class DeliveryOptions(_Options):
    """Where the result goes."""

    out: str = Field(
        default="",
        description="folder for the result; default: a new one with the plan's name",
    )
    replace: bool = Field(default=False, description="if the target folder exists, rename it first")


class BuildContext(ModelOptions, LimitOptions, HostOptions):
    """How a run works: LangGraph's context. Only `prepare` reads it."""

    run: str = Field(
        default="",
        pattern=r"^[\w.-]*$",
        description="the run's name in the data folder; if empty, one is made up",
    )


class BuildInput(SystemOptions, DeliveryOptions):
    """What to build, and where it goes: the graph's input, which Studio shows as a form."""

    request: str = Field(description="what to build, in plain words")
    plan_file: str = Field(default="", description=_PLAN)
    approve: bool = Field(default=False, description="ask for approval of the plan before building")
    into: str = Field(
        default="",
        description="folder in which the result is created under the plan's name, if out is empty",
    )


class BuildOptions(ModelOptions, LimitOptions, HostOptions, SystemOptions, DeliveryOptions):
    """The options of `build`, in Python and on the command line."""

    plan: str = Field(default="", description=_PLAN)

    def form(self, request: str, *, approve: bool) -> BuildInput:
        """The graph's input. Paths are absolute from here on. Does blocking I/O.

        Raises `InputError` for a path that nothing can have.
        """
        return BuildInput(
            request=request,
            storage=self.storage,
            openapi=absolute(self.openapi, "--openapi"),
            plan_file=absolute(self.plan, "--plan"),
            approve=approve,
            out=absolute(self.out, "--out"),
            replace=self.replace,
            into="" if self.out else str(working_folder()),
        )

    def context(self, run: str) -> BuildContext:
        """The graph's context for the run of that name."""
        names = {*ModelOptions.model_fields, *LimitOptions.model_fields, *HostOptions.model_fields}
        values = self.model_dump(include=names)
        values["record"] = absolute(self.record, "--record")
        values["replay"] = absolute(self.replay, "--replay")
        return BuildContext(**values, run=run)


class Changes(LimitOptions):
    """What `resume` may change; a field that is not set stays as it was."""

    out: str = Field(default="", description="another folder for the result")

    def changed(self) -> dict[str, object]:
        """The settings that differ from before."""
        values = self.model_dump(exclude_unset=True)
        return values | ({"out": absolute(self.out, "--out")} if self.out else {})


class Settings(BuildOptions):
    """The options of a run, validated and resolved by `prepare`. No secrets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    models: dict[str, str]
    storage_reason: str
    approve: bool
    into: str


def absolute(path: str, option: str) -> str:
    """The path without reference to the current folder; empty stays empty. Does blocking I/O.

    Raises `InputError` for a path that nothing can have.
    """
    return str(given_path(path, option)) if path else ""


def option_complaint(error: ValidationError) -> str:
    """The first option that is wrong, by the name it has on the command line, and why."""
    first = error.errors()[0]
    name = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else "options"
    return f"{name}: {in_plain_words(first)}"


# What pydantic says of a value that does not fit, by its kind of error. Texts from outside are read as
# numbers, so how they are read says nothing to whoever wrote them.
_PLAIN = {
    "extra_forbidden": "there is no such option",
    "int_parsing": "give a whole number",
    "int_type": "give a whole number",
    "int_from_float": "give a whole number",
    "float_parsing": "give a number",
    "float_type": "give a number",
    "bool_parsing": "give true or false",
    "bool_type": "give true or false",
    "string_type": "give a text",
    "string_unicode": "it is not UTF-8 text",
    "list_type": "give a list",
    "literal_error": "give {expected}",
    "greater_than": "give more than {gt}",
    "greater_than_equal": "give {ge} or more",
    "less_than": "give less than {lt}",
    "less_than_equal": "give {le} or less",
}


def in_plain_words(error: ErrorDetails) -> str:
    """What is wrong with the value of an option, for whoever gave it."""
    plain = _PLAIN.get(error["type"])
    words = error["msg"] if plain is None else plain.format(**error.get("ctx", {}))
    given = error.get("input")
    shown = plain is not None and isinstance(given, str | int | float)
    return (
        f"{words}, not {str(given)[:80]}" if shown and error["type"] != "extra_forbidden" else words
    )
