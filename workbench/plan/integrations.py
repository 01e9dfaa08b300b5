"""Other services that the system calls: where it learns their addresses, and who stands in for them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from workbench.plan.fields import StrictModel


class StandInAnswer(StrictModel):
    """What the stand-in answers to one kind of request."""

    method: Annotated[str, Field(description="HTTP method")]
    path: Annotated[str, Field(description="path; * stands for one segment", pattern=r"^/")]
    status: Annotated[int, Field(description="status of the answer", ge=200, le=599)] = 200
    body: Annotated[JsonValue, Field(description="JSON body of the answer; null for none")] = None


class Integration(StrictModel):
    """Another service; while the gates run, a stand-in on loopback answers in its place."""

    name: Annotated[str, Field(description="snake_case name", pattern=r"^[a-z][a-z0-9_]*$")]
    base_url_env: Annotated[
        str,
        Field(
            description="environment variable with its address; without it the system does "
            "without the service",
            pattern=r"^[A-Z][A-Z0-9_]*$",
        ),
    ]
    stub: Annotated[
        list[StandInAnswer], Field(description="what the stand-in answers; else 404", min_length=1)
    ]
