"""A few cases of the kill matrix: the rest is for `make chaos`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bench.chaos.kills import QUICK
from bench.chaos.outcome import Outcome
from tests.support.repository import ROOT


def test_whatever_ends_a_run_leaves_nothing_and_it_goes_on() -> None:
    # It forks, which a process with the threads of a test runner must not.
    finished = subprocess.run(
        [sys.executable, "-m", "bench.chaos.kills", "--quick"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    outcomes = [Outcome(**json.loads(line)) for line in finished.stdout.splitlines()]
    assert len(outcomes) == len(QUICK)
    assert [outcome.problems for outcome in outcomes if outcome.problems] == []
