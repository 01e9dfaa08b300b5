"""The plan on the terminal, and every answer that a person can give."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from stackwright.approving import TerminalApprover
from stackwright.live import Silent
from stackwright.questions import PlanQuestion
from tests.support.plans import LIBRARY, planned
from workbench.planning.words.plan import plan_in_words

PLAN: dict[str, Any] = planned(LIBRARY).model_dump(mode="json")
WORDS = plan_in_words(planned(LIBRARY), LIBRARY)


def answered(
    monkeypatch: pytest.MonkeyPatch, *lines: str, complaint: str = ""
) -> tuple[dict[str, Any], str]:
    """The answer to a person's lines, and what was shown."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    console = Console(file=io.StringIO(), width=140)
    shown = io.StringIO()
    console.file = shown
    answer = TerminalApprover(console, Silent())(PlanQuestion(PLAN, WORDS, complaint))
    return answer, shown.getvalue()


def editor(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))


def test_the_plan_is_shown_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, shown = answered(monkeypatch, "yes")
    assert answer == {"decision": "approve"}
    for word in ("Book", "isbn", "unique", "POST /books", "Requirements", "Pages", "R1"):
        assert word in shown, word


def test_anything_else_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, shown = answered(monkeypatch, "", "perhaps", "y")
    assert answer == {"decision": "approve"}
    assert shown.count("Build this?") == 3


def test_a_rejection_takes_its_reason_along(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = answered(monkeypatch, "reject", "books need a year")
    assert answer == {"decision": "reject", "reason": "books need a year"}


def test_the_plan_can_be_changed_in_an_editor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor(
        monkeypatch, tmp_path, f"""sed -i 's/"title": "{PLAN["title"]}"/"title": "Shelf"/' "$1" """
    )
    answer, _ = answered(monkeypatch, "edit")
    assert answer == {"decision": "edit", "plan": json.loads(json.dumps(PLAN)) | {"title": "Shelf"}}


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 0", "Nothing was changed"),
        ('echo "{" > "$1"', "not JSON"),
        ("exit 3", "Editing failed; set EDITOR"),
    ],
)
def test_an_edit_that_leads_nowhere_asks_again(
    script: str, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor(monkeypatch, tmp_path, script)
    answer, shown = answered(monkeypatch, "edit", "yes")
    assert answer == {"decision": "approve"}
    assert says in shown


def test_a_complaint_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    _, shown = answered(monkeypatch, "yes", complaint="fields[2].label is missing")
    assert "That plan cannot be built: fields[2].label is missing" in shown


def test_the_end_of_the_input_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EOFError):
        answered(monkeypatch)
