"""`langgraph dev` serves the graph without a key, and a client of it builds a system."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from tests.e2e.command import leftovers
from workbench.machine.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("interrupts")]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("langgraph")), "dev",
        "--no-browser", "--no-reload", "--port", str(port), "--n-jobs-per-worker", "2",
    ]  # fmt: skip
    log = (tmp_path / "server.log").open("w")
    process = subprocess.Popen(
        command,
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
    process.terminate()
    process.wait(30)
    psutil.wait_procs(family, timeout=20)
    log.close()


async def test_a_client_of_the_dev_server_builds_a_system(
    server: str, stackwright_home: Path
) -> None:
    async with get_client(url=server) as client:
        await builds_a_system(client, stackwright_home)


async def builds_a_system(client: LangGraphClient, home: Path) -> None:
    """Schemas, drawing, and a whole run on a thread."""
    assistant = (await client.assistants.search())[0]
    schemas = await client.assistants.get_schemas(assistant["assistant_id"])
    assert set(schemas["input_schema"]["properties"]) == {"request"}  # type: ignore[index]
    assert "max_attempts" in schemas["context_schema"]["properties"]  # type: ignore[index]
    drawn = await client.assistants.get_graph(assistant["assistant_id"])
    assert "debugger" in {node["id"] for node in drawn["nodes"]}
    thread = await client.threads.create()
    result = await client.runs.wait(
        thread["thread_id"], assistant["assistant_id"], input={"request": "A notes app"}
    )
    assert isinstance(result, dict)
    assert result["result"]["verdict"]["verified"] is True
    out = Path(result["result"]["out"])
    assert (out / "backend/cmd/server/main.go").is_file()
    assert home in out.parents


def test_nothing_is_left_of_the_server(stackwright_home: Path) -> None:
    assert leftovers(stackwright_home) == []
