"""What is timed or counted is measured now; results of earlier runs are not used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.afresh import without_cached_results
from workbench.host.folders import data_folders


def test_no_result_is_seen_and_the_tools_are() -> None:
    usual = data_folders().home
    tools = data_folders().toolchains.resolve()
    with without_cached_results() as home:
        assert data_folders().home == home
        assert not data_folders().measurements.exists()
        assert data_folders().toolchains.resolve() == tools
    assert data_folders().home == usual
    assert not home.exists()


def test_the_usual_folder_comes_back_where_none_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("STACKWRIGHT_HOME")
    for variable in ("HOME", "XDG_DATA_HOME"):  # where the platform's usual folder is
        monkeypatch.setenv(variable, str(tmp_path))
    usual = data_folders().home
    with pytest.raises(RuntimeError), without_cached_results():
        raise RuntimeError
    assert "STACKWRIGHT_HOME" not in os.environ
    assert data_folders().home == usual
