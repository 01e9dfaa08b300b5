"""Other services that the system calls: their addresses, and the responses of their stand-ins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from workbench.plan.language.strict_model import StrictModel


class StandInResponse(StrictModel):
    """The response of the stand-in to one kind of request."""

    method: Annotated[str, Field(description="HTTP method")]
    path: Annotated[str, Field(description="path; * stands for one segment", pattern=r"^/")]
    status: Annotated[int, Field(description="status of the response", ge=200, le=599)] = 200
    body: Annotated[JsonValue, Field(description="JSON body of the response; null for none")] = None


class Integration(StrictModel):
    """Another service; while gates run, a stand-in on loopback replaces it."""

    name: Annotated[str, Field(description="snake_case name", pattern=r"^[a-z][a-z0-9_]*$")]
    base_url_env: Annotated[
        str,
        Field(
            description="environment variable with its address; if unset, the system works "
            "without the service",
            pattern=r"^[A-Z][A-Z0-9_]*$",
        ),
    ]
    stub: Annotated[
        list[StandInResponse],
        Field(description="the stand-in's responses; 404 to any other request", min_length=1),
    ]
