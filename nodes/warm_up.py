"""warm_up: fills caches while the coders write; changes nothing in the project."""

from __future__ import annotations

import asyncio

from graph.services import Services
from graph.state import BuildState
from nodes.emit import emit
from nodes.resources import plan_of, settings_of
from workbench.errors import EnvironmentMissing
from workbench.evidence.events import CacheNotFilled
from workbench.plan.system import Storage
from workbench.scaffold.project import base_files


async def warm_up(state: BuildState, services: Services) -> BuildState:
    """Installs the base packages and compiles the base's dependencies, with and without -race.

    A failure is only noted: installer and gates run into it again and say what it means.
    """
    plan = plan_of(state)
    files = await asyncio.to_thread(base_files, plan)
    try:
        await services.host.warm_up(
            files, settings_of(state).sandbox, sqlite=plan.storage is Storage.SQLITE
        )
    except EnvironmentMissing as error:
        emit(CacheNotFilled(reason=str(error)))
    return {}
