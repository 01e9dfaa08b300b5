"""The base of every part of a plan: read strictly, written in the plan's own words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A border model: unknown keys are rejected, so that a planner's typo is reported.

    If the plan's word is not the name in the code (`in`, `minLength`), it is the field's alias;
    the name in the code is accepted on reading too.
    """

    model_config = ConfigDict(extra="forbid", validate_by_name=True, serialize_by_alias=True)
