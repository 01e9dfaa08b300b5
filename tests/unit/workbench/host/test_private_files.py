"""Runs, prompts and recordings are for their owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

from workbench.evidence.store import EvidenceStore
from workbench.host.private_files import make_private_folder, write_private
from workbench.llm.recording import RecordedCall, Recording
from workbench.progress.results import GateResult, Status
from workbench.runs.records import RunStore


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_that_are_made_are_private_and_others_keep_their_modes(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a/b")
    assert [mode(tmp_path / name) for name in ("", "a", "a/b")] == [0o755, 0o700, 0o700]


def test_a_file_is_private_and_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    path.chmod(0o644)
    write_private(path, "über")
    assert (path.read_text("utf-8"), mode(path)) == ("über", 0o600)
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_evidence_is_private(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    shots.mkdir()
    (shots / "one.png").write_bytes(b"png")
    store = EvidenceStore(tmp_path / "evidence")
    result = GateResult(gate="g", status=Status.PASSED, screenshots=("one.png",))
    store.add(store.open(), result, shots)
    written = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert len(written) == 2
    assert {mode(path) for path in written} == {0o600}


def test_runs_and_recordings_are_private(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    store.open("r1", "confidential")
    Recording(tmp_path / "calls").add(
        RecordedCall(role="planner", ordinal=0, model="m", request="q", answer="a")
    )
    made = [tmp_path / "runs", *(tmp_path / "runs").rglob("*"), *tmp_path.glob("calls*/**/*")]
    assert {mode(path) for path in made} == {0o700, 0o600}
