"""Requests in plain words become systems that are verified, here and after a move."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.command import leftovers, stackwright

# Those of the README are built to verified by tests/docs/test_code_blocks.py.
REQUEST = (
    "Track orders (reference unique, group, values:int 1-9, urgent) and pages for each order "
    "(text, price:number min 0, due:datetime, website). Users can log in with Google"
)


@pytest.mark.extended
def test_a_request_becomes_a_system_and_what_was_not_understood_is_named(
    tmp_path: Path, stackwright_home: Path
) -> None:
    outcome = stackwright("build", REQUEST, "--json", cwd=tmp_path)
    assert outcome.code == 4
    assert outcome.last["type"] == "verdict"
    verdict = outcome.last["verdict"]
    assert {gate["status"] for gate in verdict["gates"]} == {"passed"}
    unproven = [row for row in verdict["requirements"] if row["status"] != "proven"]
    assert [(row["text"], row["status"]) for row in unproven] == [
        ("Not understood: “Users can log in with Google”", "not proven")
    ]
    built = Path(outcome.last["out"])
    assert "Green, 1 requirement unproven" in (built / "README.md").read_text()
    for path in (
        "backend/cmd/server/main.go",
        "backend/go.mod",
        "frontend/package.json",
        "frontend/vite.config.js",
        "frontend/package-lock.json",
        "openapi.yaml",
        "README.md",
        "Makefile",
        ".env.example",
        ".github/workflows/ci.yml",
    ):
        assert (built / path).is_file(), path
    assert list((built / ".stackwright/screenshots").glob("*.png"))
    assert leftovers(stackwright_home) == []


HANDLER = (
    "backend/internal/infrastructure/httpapi/note_handler.go",
    "http.StatusNoContent",
    "http.StatusOK",
)
OUR_TEST = ("backend/tests/contract/contract_test.go", "t.Fatalf", "t.Logf")


@pytest.mark.parametrize(
    ("changes", "gates"),
    [
        pytest.param(
            [HANDLER], {"backend.tests"}, id="a handler broken by hand", marks=pytest.mark.extended
        ),
        pytest.param([OUR_TEST], set(), id="a weakened contract test", marks=pytest.mark.extended),
        pytest.param([HANDLER, OUR_TEST], {"backend.tests"}, id="both"),
    ],
)
def test_verify_trusts_neither_the_code_nor_the_folders_tests(
    changes: list[tuple[str, str, str]], gates: set[str], verified_notes: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(verified_notes, copy)
    for path, before, after in changes:
        text = (copy / path).read_text()
        assert before in text
        (copy / path).write_text(text.replace(before, after))
    outcome = stackwright("verify", str(copy), "--json", cwd=tmp_path)
    red = {g["name"] for g in outcome.last["verdict"]["gates"] if g["status"] == "failed"}
    assert red == gates
    # A weakened copy of our test is not what is run: the system is still sound, and so elsewhere.
    assert outcome.code == (1 if gates else 0)
    assert outcome.last["verified"] is not bool(gates)
