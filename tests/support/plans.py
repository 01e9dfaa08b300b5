"""Plans that several tests share."""

from __future__ import annotations

import json

from workbench.llm.blocks import Block
from workbench.offline.skills import plan as plan_skill
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

NOTES = "A notes app"
LIBRARY = (
    "A library with books (title, author, year:int optional, isbn unique, status: to-read|reading|finished optional) "
    "and members (name, email)"
)
PLANTS = (
    "Track plants (name, species optional, watering_days:int min 1 max 60 optional, last_watered:date optional) "
    "and notes for each plant (text)"
)


def planned(request: str, storage: str = "sqlite") -> SystemPlan:
    """The offline model's plan for a request."""
    blocks = plan_skill(
        [Block("task", "plan"), Block("request", request), Block("storage", storage)]
    )
    return accept_plan(json.loads(blocks[0].text))
