"""A plan is shown, sent back with a reason, edited in the user's editor, and then built as edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import stackwright
from tests.support.deliveries import files_of

EDITS = """#!/bin/sh
sed -i -e '0,/"name": "[^"]*"/s//"name": "notes-app"/' -e '0,/"title": "[^"]*"/s//"title": "Notes app"/' \
    -e '0,/"summary": "[^"]*"/s//"summary": "A notes app"/' "$1"
"""


@pytest.mark.extended
def test_a_plan_is_rejected_then_edited_then_built(
    verified_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(EDITS)
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    answers = "perhaps\nreject\nsay it shorter\nedit\n"
    outcome = stackwright(
        "build", "Notes", "--approve", "--out", "out", cwd=tmp_path, stdin=answers
    )
    assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]
    assert outcome.stdout.count("POST /notes") == 2, "the plan is shown once for each planning"
    assert "\x1b" not in outcome.stdout
    plan = json.loads((tmp_path / "out/.stackwright/plan.json").read_text())
    assert plan["title"] == "Notes app"
    assert "# Notes app" in (tmp_path / "out/README.md").read_text()
    # What was edited to be the plan of other words becomes the system of those words.
    assert files_of(tmp_path / "out") == files_of(verified_notes)


def test_a_rejection_without_a_reason_ends_the_run_and_leaves_nothing(tmp_path: Path) -> None:
    before = stackwright("runs", "--json", "--limit", "500", cwd=tmp_path).events
    outcome = stackwright("build", "A notes app", "--approve", cwd=tmp_path, stdin="reject\n\n")
    assert outcome.code == 1
    assert "rejected without a reason" in outcome.stderr
    assert list(tmp_path.iterdir()) == []
    assert stackwright("runs", "--json", "--limit", "500", cwd=tmp_path).events == before


def test_the_end_of_the_input_is_no_approval_and_the_run_waits(tmp_path: Path) -> None:
    outcome = stackwright("build", "A notes app", "--approve", cwd=tmp_path, stdin="")
    assert outcome.code == 2
    newest = stackwright("runs", "--json", "--limit", "1", cwd=tmp_path).events[0]
    assert newest["state"] == "interrupted"
    resumed = stackwright("resume", newest["id"], cwd=tmp_path)
    assert resumed.code == 2
    assert f"run {newest['id']} waits; approve its plan with: stackwright resume" in resumed.stderr
