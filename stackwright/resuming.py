"""Where an interrupted, killed or stopped run can go on from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from langchain_core.runnables import RunnableConfig
from langgraph.types import StateSnapshot

from graph.build import Compiled
from graph.context import Changes
from workbench.errors import InputError
from workbench.runs.records import CHECKPOINTS_FILE, RunRecord, RunStore
from workbench.runs.working_places import has_working_places, remove_working_places

OPEN_STATES = ("interrupted", "stopped", "waiting")
# They need the working copy as the node before left it; the installer makes it again.
NEED_WORKING_COPY = frozenset({"tester", "validator"})

# Tasks with an error that no error handler has taken over.
_FORGET = """
    DELETE FROM writes WHERE (thread_id, checkpoint_ns, checkpoint_id, task_id) IN (
        SELECT thread_id, checkpoint_ns, checkpoint_id, task_id FROM writes
        GROUP BY thread_id, checkpoint_ns, checkpoint_id, task_id
        HAVING sum(channel = '__error__') > 0 AND sum(channel = '__error_source_node__') = 0
    )
"""


class DamagedCheckpoints(Exception):
    """The checkpoints of a run cannot be read: it begins again, with the answers it has paid for.

    Outside the tree: it always leads to another start, and never to an exit.
    """


def resumable(store: RunStore, name: str) -> RunRecord:
    """The run to go on with: that one, or the newest that can. Raises `InputError`, `DamagedRun`."""
    if not name:
        able = [r for r in store.all() if r.resumable and r.state_now in OPEN_STATES]
        if not able:
            raise InputError("no run is left to resume")
        return able[0]
    record = store.get(name)
    if not record.resumable:
        raise InputError(f"run {record.id} belongs to a server; resume it there")
    if record.state_now == "finished":
        raise InputError(f"run {record.id} is finished; its result is in {record.out}")
    if record.state_now == "running":
        raise InputError(f"run {record.id} is running, as process {record.pid}; stop it first")
    return record


async def where_to_go_on(
    graph: Compiled, record: RunRecord, changes: Changes, folder: Path
) -> RunnableConfig | None:
    """The newest checkpoint before the run was given a reason to stop, with changed settings.

    None if the run has none yet and begins anew. Settings are changed as the node that ended
    there, so that the same edges follow. Raises `DamagedCheckpoints`.
    """
    with naming_damage():
        found = await _newest(graph, record, has_copy=has_working_places(folder))
        if found is None:
            return None
        newest = (await graph.aget_state(_config(record.id))).config
    wanted = changes.changed()
    target = wanted.get("out", record.target)
    if record.out and target == record.out:
        wanted["replace"] = True  # what this run delivered before is moved aside, not in the way
    settings, steps = found.values.get("settings"), found.values.get("timeline")
    if settings and steps and wanted:
        last = steps[-1]["node"]
        return await graph.aupdate_state(
            found.config, {"settings": settings | wanted}, as_node=last
        )
    return _config(record.id) if found.config == newest else found.config


@contextmanager
def naming_damage() -> Iterator[None]:
    """Raises `DamagedCheckpoints` for what reading a damaged file of checkpoints raises."""
    try:
        yield
    except sqlite3.OperationalError:
        raise  # a full disk, a missing right: the file itself is sound
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError, EOFError) as error:
        raise DamagedCheckpoints(str(error)) from error


def forget_cancelled(folder: Path) -> None:
    """Removes what a node had written when it was cancelled, so that it is run again. Does blocking I/O.

    LangGraph stores it with the cancellation, and would take it for the node's whole result: without
    what the edges after it write, the graph would end there. Raises `DamagedCheckpoints`.
    """
    with naming_damage(), closing(sqlite3.connect(folder / CHECKPOINTS_FILE)) as checkpoints:
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'writes'"
        if checkpoints.execute(known).fetchone()[0]:
            with checkpoints:
                checkpoints.execute(_FORGET)


def set_aside(folder: Path) -> None:
    """Moves damaged checkpoints, and the working copies of then, out of the way. Does blocking I/O."""
    path = folder / CHECKPOINTS_FILE
    path.replace(path.with_suffix(".damaged"))
    for name in (f"{CHECKPOINTS_FILE}-wal", f"{CHECKPOINTS_FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    remove_working_places(folder)


async def _newest(graph: Compiled, record: RunRecord, *, has_copy: bool) -> StateSnapshot | None:
    async for snapshot in graph.aget_state_history(_config(record.id)):
        if not snapshot.next or snapshot.values.get("stop"):
            continue
        if has_copy or not NEED_WORKING_COPY & set(snapshot.next):
            return snapshot
    return None


def _config(name: str) -> RunnableConfig:
    return {"configurable": {"thread_id": name}}
