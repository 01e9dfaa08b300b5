"""What a run can be told, as Studio's form, the Python call and the command line all show it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from workbench.progress.rule import MAX_ATTEMPTS, MAX_STAGNATION


class BuildContext(BaseModel):
    """Options of one run. Only `prepare` reads them; it freezes them into the state."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(
        default="offline",
        description="offline, or provider:model such as openai:gpt-5; split at the first colon",
    )
    storage: Literal["auto", "sqlite", "memory"] = Field(
        default="auto",
        description="where the system keeps its data; auto decides by what can be had",
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
    approve: bool = Field(default=False, description="stop for an approval of the plan")
    out: str = Field(
        default="", description="folder for the result; empty keeps it in Stackwright's data folder"
    )
    replace: bool = Field(default=False, description="move a folder that is in the way aside")
    into: str = Field(
        default="", description="folder in which the result gets the plan's name, when out is empty"
    )
