"""Systems that several end-to-end tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.command import stackwright


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A verified notes system; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("notes")
    outcome = stackwright("build", "A notes app", "--json", cwd=folder)
    assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]
    return Path(outcome.last["out"])
