"""`langgraph dev` serves the graph without a key; a client of it sees, steers and stops runs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from graph.context import BuildInput
from tests.support.command import leftovers
from tests.support.repository import ROOT
from workbench.host.folders import data_folders
from workbench.host.ports import free_port
from workbench.runs.records import RunStore

NOTES = {"request": "A notes app"}
STREAMS: Any = ["updates", "custom", "messages-tuple"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, stackwright_home: Path) -> Iterator[str]:
    """The server as `make studio` starts it, on a port of its own; nothing is left of it."""
    port = free_port()
    log = (tmp_path_factory.mktemp("studio") / "server.log").open("w")
    process = subprocess.Popen(
        [
            "make",
            "--silent",
            "--old-file=setup",
            "studio",
            f"BIN={Path(sys.executable).parent}",
            f"PORT={port}",
            "STUDIO_FLAGS=--no-browser",
        ],
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | {"BROWSER": "none"},
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{url}/ok", timeout=2).ok:
                break
        except requests.RequestException:
            time.sleep(0.2)
    yield url
    family = psutil.Process(process.pid).children(recursive=True)
    for member in family:
        member.terminate()
    process.wait(30)
    psutil.wait_procs(family, timeout=20)
    log.close()
    assert leftovers(stackwright_home) == []


@pytest.fixture
async def client(server: str) -> AsyncIterator[LangGraphClient]:
    async with get_client(url=server) as connected:
        yield connected


async def test_the_form_and_the_options_explain_themselves(client: LangGraphClient) -> None:
    (assistant,) = await client.assistants.search()
    schemas: dict[str, Any] = dict(await client.assistants.get_schemas(assistant["assistant_id"]))
    form = schemas["input_schema"]
    assert form["required"] == ["request"]
    assert set(form["properties"]) == set(BuildInput.model_fields)
    assert form["properties"]["storage"]["enum"] == ["auto", "sqlite", "memory"]
    options = schemas["context_schema"]["properties"]
    assert {
        "model",
        "planner_model",
        "coder_model",
        "debugger_model",
        "budget_usd",
        "budget_tokens",
        "budget_seconds",
        "max_attempts",
        "max_stagnation",
    } <= set(options)
    assert (options["max_attempts"]["minimum"], options["max_attempts"]["maximum"]) == (1, 50)
    for name, field in [*form["properties"].items(), *options.items()]:
        assert field["description"], name
        assert name == "request" or "default" in field, name


async def test_the_drawn_graph_says_what_its_nodes_and_edges_are(client: LangGraphClient) -> None:
    drawn: dict[str, Any] = dict(await client.assistants.get_graph("stackwright"))
    does = {node["id"]: node.get("metadata", {}).get("does") for node in drawn["nodes"]}
    assert does["debugger"].startswith("Shows the findings")
    assert all(words for name, words in does.items() if not name.startswith("__"))
    labels = {(edge["source"], edge["target"]): edge.get("data") for edge in drawn["edges"]}
    assert labels["tester", "judge"] == "something red"
    assert labels["approval", "planner"] == "rejected, with a reason"


async def test_a_plan_is_edited_the_run_is_streamed_then_cancelled_in_a_gate(
    client: LangGraphClient,
) -> None:
    thread = (await client.threads.create())["thread_id"]
    parts = client.runs.stream(
        thread, "stackwright", input=NOTES | {"approve": True}, stream_mode=STREAMS
    )
    seen = [part async for part in parts]
    assert any(part.event.startswith("messages") for part in seen), "the model's answer streams"
    types = {dict(part.data)["type"] for part in seen if part.event == "custom"}
    assert {"model_called", "spend"} <= types, "the planner was asked"
    state: dict[str, Any] = dict(await client.threads.get_state(thread))
    (question,) = [i for task in state["tasks"] for i in task["interrupts"]]
    assert set(question["value"]["response_schema"]["properties"]) == {"decision", "plan", "reason"}

    plan = question["value"]["plan"] | {"title": "Jotter"}
    answer: Any = {"resume": {"decision": "edit", "plan": plan}}
    parts = client.runs.stream(
        thread, "stackwright", command=answer, stream_mode=STREAMS, on_disconnect="continue"
    )
    run_id, events, updates = "", [], []
    async for part in parts:
        data: dict[str, Any] = dict(part.data) if isinstance(part.data, dict) else {}
        run_id = run_id or str(data.get("run_id", ""))
        if part.event == "updates":
            updates.append(data)
        if part.event == "custom":
            events.append(data)
            if (data["type"], data.get("gate")) == ("gate_started", "backend.tests"):
                break
    assert {"node_started", "node_finished", "files_written", "gate_started", "gate_finished"} <= {
        event["type"] for event in events
    }
    written: Any = next(update["backend_coder"] for update in updates if "backend_coder" in update)
    assert written["timeline"][0]["summary"] == "the scaffold is complete; no model was asked"
    values: Any = (await client.threads.get_state(thread))["values"]
    assert values["plan"]["title"] == "Jotter"
    await ends_all_its_processes(client, thread, run_id)


async def ends_all_its_processes(client: LangGraphClient, thread: str, run_id: str) -> None:
    """Cancels a run that is in a gate, and sees its processes end."""
    deadline = time.monotonic() + 15
    while not supervised() and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    assert supervised(), "the gate's processes run"
    await client.runs.cancel(thread, run_id, wait=True)
    deadline = time.monotonic() + 15
    while supervised() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    assert supervised() == []
    assert (await client.runs.get(thread, run_id))["status"] == "interrupted"
    deadline = time.monotonic() + 15
    while newest_state() != "interrupted" and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    assert newest_state() == "interrupted"


def newest_state() -> str:
    return RunStore(data_folders().runs).all()[0].state_now


async def test_bad_input_ends_the_run_with_a_reason(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    result: dict[str, Any] = dict(
        await client.runs.wait(thread, "stackwright", input={"request": "x", "storage": "paper"})  # type: ignore[arg-type]
    )
    assert result["result"]["error"]["exit_code"] == 2
    assert "--storage" in result["result"]["error"]["message"]


@pytest.mark.extended
async def test_two_runs_go_on_side_by_side(client: LangGraphClient, stackwright_home: Path) -> None:
    requests_made: list[dict[str, Any]] = [NOTES, NOTES | {"storage": "memory"}]

    async def built(form: dict[str, Any]) -> dict[str, Any]:
        thread = (await client.threads.create())["thread_id"]
        return dict(await client.runs.wait(thread, "stackwright", input=form))  # type: ignore[arg-type]

    first, second = await asyncio.gather(*(built(form) for form in requests_made))
    for state in (first, second):
        assert state["result"]["verdict"]["verified"] is True, state["result"]["verdict"]["summary"]
        assert stackwright_home in Path(state["result"]["out"]).parents
        assert state["timeline"][-2]["summary"] == "verified"
    assert first["run"]["id"] != second["run"]["id"]
    begun, ended = (
        [pick(step[edge] for step in state["timeline"]) for state in (first, second)]
        for pick, edge in ((min, "start"), (max, "end"))
    )
    assert max(begun) < min(ended), "one began before the other had ended"


def supervised() -> list[str]:
    """Command lines of supervisors below the `langgraph dev` that this test worker started."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            line = process.cmdline()
            if any(part.endswith("supervisor.py") for part in line):
                found.append(" ".join(line))
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found
