"""Whatever ends a run in the middle: nothing of it is left behind, and it can go on later."""

from __future__ import annotations

import json
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import leftovers, stackwright, start

# One kill in each of the two nodes that run gates is followed by a resume.
GO_ON = [("backend.tests", signal.SIGINT), ("ui.journey", signal.SIGKILL)]
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
FIRST = ("ui.journey", signal.SIGKILL, -9)
ALL = [(gate, *one) for gate in ("backend.tests", "ui.journey") for one in SIGNALS]
CASES = [
    pytest.param(*FIRST, marks=pytest.mark.thorough),
    *(pytest.param(*case, marks=pytest.mark.extended) for case in ALL if case != FIRST),
]


@pytest.mark.parametrize(("gate", "number", "code"), CASES)
def test_a_run_that_is_stopped_in_a_gate_leaves_nothing(
    gate: str,
    number: signal.Signals,
    code: int,
    tmp_path: Path,
    stackwright_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (stackwright_home / "tmp").mkdir(exist_ok=True)
    monkeypatch.setenv("TMPDIR", str(stackwright_home / "tmp"))
    process = start("build", "A notes app", "--json", "--out", "result", cwd=tmp_path)
    assert process.stdout is not None
    started: list[dict[str, Any]] = []
    for line in process.stdout:
        event = json.loads(line)
        started.append(event)
        if event["type"] == "gate_started" and event["gate"] == gate:
            break
    process.send_signal(number)
    rest = process.stdout.read().splitlines()
    assert process.wait(30) == code
    process.stdout.close()
    assert leftovers(stackwright_home) == []
    assert list(tmp_path.iterdir()) == []
    (run,) = [r for r in runs(tmp_path) if r["id"] == run_of(started)]
    assert run["state"] == "interrupted"
    if number != signal.SIGKILL:
        last = json.loads(rest[-1])
        assert (last["type"], last["kind"], last["exit_code"]) == ("error", "interrupted", code)
    if (gate, number) in GO_ON:
        goes_on_from_where_it_was(run_of(started), started, tmp_path)
        left = Path(tempfile.gettempdir()).glob(f"stackwright-*-{process.pid}-*")
        assert list(left) == []


def goes_on_from_where_it_was(run: str, before: list[dict[str, Any]], folder: Path) -> None:
    """`resume` finishes the run, and does nothing again that was finished."""
    resumed = stackwright("resume", run, "--json", cwd=folder)
    assert resumed.code == 0, resumed.stdout[-2000:] + resumed.stderr[-2000:]
    assert resumed.last["verified"] is True
    assert Path(resumed.last["out"]) == folder / "result"
    assert [
        e for e in resumed.events if e["type"] == "gate_finished" and e["status"] == "failed"
    ] == []
    finished = {event["node"] for event in before if event["type"] == "node_finished"}
    repeated = {event["node"] for event in resumed.events if event["type"] == "node_started"}
    assert {"prepare", "planner", "contract", "backend_coder", "installer"} <= finished
    assert finished & repeated == set()
    steps = (folder / "result/.stackwright/report.html").read_text()
    assert ">planner<" in steps
    again = stackwright("resume", run, cwd=folder)
    assert again.code == 2
    assert f"run {run} is finished; its result is in {folder / 'result'}" in again.stderr


def run_of(events: list[dict[str, Any]]) -> str:
    return next(str(event["run"]) for event in events if event["type"] == "run_started")


def runs(folder: Path) -> list[dict[str, Any]]:
    return stackwright("runs", "--json", "--limit", "500", cwd=folder).events
