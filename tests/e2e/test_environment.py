"""What this machine lacks is said, decides what can be claimed, and is never blamed on the code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.command import stackwright


def path_without(name: str, folder: Path) -> str:
    """A PATH with everything of ours but the tools whose names begin so."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for tool in Path(place).iterdir() if Path(place).is_dir() else ():
            link = folder / tool.name
            if not tool.name.startswith(name) and not link.is_symlink():
                link.symlink_to(tool)
    return str(folder)


@pytest.mark.extended
def test_without_a_browser_nothing_is_red_and_nothing_is_verified(
    verified_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path_without("chrom", tmp_path / "path"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    outcome = stackwright("verify", str(verified_notes), "--json", cwd=tmp_path)
    gates = {gate["name"]: gate for gate in outcome.last["verdict"]["gates"]}
    assert gates["ui.journey"]["status"] == "not verified"
    assert "doctor --install" in gates["ui.journey"]["reason"]
    assert not any(gate["status"] == "failed" for gate in gates.values())
    assert outcome.code == 3


@pytest.mark.extended
def test_without_gos_modules_the_data_is_kept_in_memory_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOPROXY", "off")
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modules"))
    insisted = stackwright("build", "A notes app", "--storage", "sqlite", "--json", cwd=tmp_path)
    assert insisted.code == 3
    assert "--storage sqlite: its Go module cannot be downloaded" in insisted.last["message"]
    outcome = stackwright("build", "A notes app", "--json", cwd=tmp_path)
    assert outcome.code == 0, outcome.stdout[-3000:]
    started = next(event for event in outcome.events if event["type"] == "options_frozen")
    assert started["storage"] == "memory"
    assert "cannot be downloaded" in started["storage_reason"]
    verdict = outcome.last["verdict"]
    assert (verdict["storage"], verdict["storage_reason"]) == ("memory", started["storage_reason"])
    assert "kept in memory only" in (Path(outcome.last["out"]) / "README.md").read_text()
