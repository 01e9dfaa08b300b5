"""The steps of traces and scenarios, used by the gates, the Go contract tests and the planner.

Strings may hold capture tokens: a string that is exactly ``{{name}}`` becomes the captured value
with its type, ``{{name+1}}`` a captured number plus or minus an integer, anything else is replaced
in place as text. ``{{now+3600}}`` and ``{{today+1}}`` are moments after the scenario's start
(`plan/language/moments.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, JsonValue, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from workbench.plan.language.header_words import SCHEMA, header_patterns
from workbench.plan.language.step_model import StepModel
from workbench.plan.language.strict_model import StrictModel
from workbench.plan.tokens import filled
from workbench.plan.ui_steps import AnyUiStep, UiStep

# The token of a repeated step's number, and the parts of a step that may hold it.
NUMBER = "n"
_NUMBERED = ("path", "query", "headers", "body", "raw")


def is_header(place: str) -> bool:
    """True if a capture's place is a header; any other place is a pointer into the body."""
    return bool(place) and not place.startswith("/")


class Matcher(StrEnum):
    """How the value at a JSON pointer is compared."""

    EQUALS = "equals"
    INSTANT = "instant"
    TYPE = "type"
    MATCHES = "matches"
    LENGTH = "length"
    UNORDERED = "unordered"
    ABSENT = "absent"
    PRESENT = "present"
    CONTAINS = "contains"
    EXCLUDES = "excludes"
    OMITS = "omits"
    DIFFERS = "differs"


class Match(StrictModel):
    """One expectation on a response body."""

    pointer: Annotated[str, Field(description="RFC 6901 pointer into the body; '' is the whole")]
    op: Annotated[Matcher, Field(description="the comparison")]
    value: Annotated[JsonValue, Field(description="what to compare with; may hold tokens")] = None


class Expectation(StrictModel):
    """The expected response."""

    status: Annotated[list[int], Field(description="accepted status codes", min_length=1)]
    headers: Annotated[
        dict[str, str],
        BeforeValidator(header_patterns),
        WithJsonSchema(SCHEMA),
        Field(description="{name, op, value} of each, or name → RE2 pattern, * for any value"),
    ] = {}
    body: Annotated[list[Match], Field(description="expectations on the JSON body")] = []


class HttpStep(StepModel):
    """One request and its expected response."""

    kind: Literal["http"] = "http"
    as_account: Annotated[
        str | None,
        Field(
            description="the account that calls: each name is a separate account, a role's name one with "
            "that role; captures <name>_id and <name>_token"
        ),
    ] = None
    method: Annotated[str, Field(description="HTTP method")]
    path: Annotated[str, Field(description="path with capture tokens, e.g. /notes/{{id}}")]
    query: Annotated[dict[str, str], Field(description="query parameters")] = {}
    headers: Annotated[dict[str, str], Field(description="request headers")] = {}
    body: Annotated[JsonValue, Field(description="JSON body; null sends none")] = None
    raw: Annotated[
        str | None,
        Field(description="raw body, sent with the JSON media type after its tokens are filled in"),
    ] = None
    expect: Annotated[Expectation, Field(description="the expected response")]
    capture: Annotated[
        dict[str, str], Field(description="name → pointer into the response, or name of a header")
    ] = {}
    repeat: Annotated[
        int,
        Field(description="sends it so many times; {{n}} in it is 1, 2, … in turn", ge=1, le=200),
    ] = 1
    or_refused: SkipJsonSchema[Annotated[list[int], Field(exclude=True)]] = []
    """Of traces only: with these statuses the plan's words refuse it, and the trace ends without a result."""

    @property
    def references(self) -> frozenset[str]:
        return super().references - ({NUMBER} if self.repeat > 1 else frozenset())

    @property
    def captures(self) -> frozenset[str]:
        return frozenset(self.capture)

    @property
    def accounts(self) -> tuple[str, ...]:
        return () if self.as_account is None else (self.as_account,)

    def each(self) -> Iterator[HttpStep]:
        """The requests that it stands for, each with its number filled in."""
        if self.repeat == 1:
            yield self
            return
        for number in range(1, self.repeat + 1):
            numbered = partial(filled, look_up=partial(_number, number))
            matches = [
                match.model_copy(update={"value": numbered(match.value)})
                for match in self.expect.body
            ]
            filled_in = {name: numbered(getattr(self, name)) for name in _NUMBERED}
            expect = self.expect.model_copy(update={"body": matches})
            yield self.model_copy(update={**filled_in, "expect": expect, "repeat": 1})


class ParallelStep(StepModel):
    """Requests sent at the same moment, and the expected number of responses of each status."""

    kind: Literal["parallel"] = "parallel"
    steps: Annotated[list[HttpStep], Field(description="the requests", min_length=2)]
    answers: Annotated[
        dict[int, int], Field(description="status → how many; no other status is allowed")
    ]

    @model_validator(mode="before")
    @classmethod
    def _expectations_of_the_answers(cls, data: Any) -> Any:
        """Requests that expect nothing themselves get one of the counted statuses."""
        if not isinstance(data, dict) or not isinstance(data.get("steps"), list):
            return data
        answers = data.get("answers")
        statuses = list(answers) if isinstance(answers, dict) else []
        steps = [
            {"expect": {"status": statuses}, **step} if isinstance(step, dict) else step
            for step in data["steps"]
        ]
        return data | {"steps": steps}

    @property
    def captures(self) -> frozenset[str]:
        return frozenset(name for step in self.steps for name in step.captures)

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps for name in step.accounts)


def _number(number: int, name: str, delta: int) -> Any:
    """The number for its own token; any other token stays, for the value that it captured."""
    if name == NUMBER:
        return number + delta
    return f"{{{{{name}{delta:+d}}}}}" if delta else f"{{{{{name}}}}}"


class ReloadStep(StepModel):
    """Reloads the page; saved data must still be shown."""

    kind: Literal["reload"] = "reload"


class ClockStep(StepModel):
    """Restarts the server on the same data, at a later time (the plan's `fake_now_env`)."""

    kind: Literal["clock"] = "clock"
    later: Annotated[int, Field(description="seconds after the scenario's start", gt=0)]


class CalledStep(StepModel):
    """The number of calls to another service since the scenario's start, and the last call's body."""

    kind: Literal["called"] = "called"
    integration: Annotated[str, Field(description="name of the integration")]
    method: Annotated[str, Field(description="HTTP method")]
    path: Annotated[str, Field(description="path; * stands for one segment")]
    times: Annotated[int, Field(description="how often", ge=0)] = 1
    body: Annotated[list[Match], Field(description="expectations on the last call's body")] = []


ApiStep = Annotated[HttpStep | ParallelStep, Field(discriminator="kind")]
# Steps that run without a page, in order.
PlainStep = HttpStep | ParallelStep | CalledStep
Step = Annotated[
    HttpStep | ParallelStep | AnyUiStep | ReloadStep | ClockStep | CalledStep,
    Field(discriminator="kind"),
]


class Scenario(StrictModel):
    """Steps that prove one requirement, written before any code and frozen at approval."""

    id: Annotated[str, Field(description="short unique name")]
    requirement: Annotated[str, Field(description="id of the requirement that it proves")]
    title: Annotated[str, Field(description="one line in plain words")]
    steps: Annotated[list[Step], Field(description="the steps, in order", min_length=1)]

    @model_validator(mode="after")
    def _proves_what_it_expects(self) -> Scenario:
        """Scenarios must not use `or_refused`."""
        for step in self.steps:
            requests = step.steps if isinstance(step, ParallelStep) else [step]
            if any(isinstance(one, HttpStep) and one.or_refused for one in requests):
                raise ValueError("or_refused is not part of a plan; expect the status instead")
        return self

    @property
    def needs_page(self) -> bool:
        """True if the scenario needs a browser: then ui.journey runs it, not api.scenarios."""
        return any(isinstance(step, UiStep | ReloadStep) for step in self.steps)

    @property
    def chapters(self) -> list[tuple[int, list[PlainStep]]]:
        """The steps that need no page, split at clock steps: seconds after the start, and steps."""
        chapters: list[tuple[int, list[PlainStep]]] = [(0, [])]
        for step in self.steps:
            if isinstance(step, ClockStep):
                chapters.append((step.later, []))
            elif isinstance(step, HttpStep):
                chapters[-1][1].extend(step.each())
            elif isinstance(step, PlainStep):
                chapters[-1][1].append(step)
        return chapters

    @property
    def api_steps(self) -> list[HttpStep | ParallelStep]:
        """The requests that need no page."""
        plain = (step for _, steps in self.chapters for step in steps)
        return [step for step in plain if isinstance(step, HttpStep | ParallelStep)]


class Trace(StrictModel):
    """A check that is generated from the plan; gates and Go contract tests run the same data."""

    id: Annotated[str, Field(description="stable name, e.g. notes.update.reads_back")]
    title: Annotated[str, Field(description="the behaviour it proves, in plain words")]
    entity: Annotated[str, Field(description="the entity it tests; '' for the whole API")]
    steps: list[ApiStep]
