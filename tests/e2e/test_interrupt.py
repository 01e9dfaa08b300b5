"""Whatever ends a run in the middle, nothing of it is left: no process, no half-written result."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.e2e.command import leftovers, start

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("interrupts")]


@pytest.mark.parametrize("gate", ["backend.tests", "ui.journey"])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_run_that_is_stopped_in_a_gate_leaves_nothing(
    gate: str, number: signal.Signals, code: int, tmp_path: Path, stackwright_home: Path
) -> None:
    process = start("build", "A notes app", "--json", "--out", "result", cwd=tmp_path)
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "gate_started" and event["gate"] == gate:
            break
    process.send_signal(number)
    rest = process.stdout.read().splitlines()
    assert process.wait(30) == code
    process.stdout.close()
    assert leftovers(stackwright_home) == []
    assert list(tmp_path.iterdir()) == []
    if number != signal.SIGKILL:
        last = json.loads(rest[-1])
        assert (last["type"], last["kind"], last["exit_code"]) == ("error", "interrupted", code)
