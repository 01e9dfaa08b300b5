"""What is timed or counted is measured now, whatever was measured before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.afresh import nothing_remembered
from workbench.host.folders import data_folders


def test_no_measurement_is_seen_and_the_tools_are(stackwright_home: Path) -> None:
    tools = data_folders().toolchains.resolve()
    with nothing_remembered() as home:
        assert data_folders().home == home
        assert not data_folders().measurements.exists()
        assert data_folders().toolchains.resolve() == tools
    assert data_folders().home == stackwright_home
    assert not home.exists()


def test_the_usual_folder_comes_back_where_none_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STACKWRIGHT_HOME")
    usual = data_folders().home
    with pytest.raises(RuntimeError), nothing_remembered():
        raise RuntimeError
    assert "STACKWRIGHT_HOME" not in os.environ
    assert data_folders().home == usual
