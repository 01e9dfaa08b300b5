"""Requests in plain words become systems that are verified, here and after a move."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.command import leftovers, stackwright

pytestmark = pytest.mark.slow

# The README's requests are built, and one is verified again, by tests/docs/test_code_blocks.py.
REQUEST = (
    "Track orders (reference unique, group, values:int 1-9, urgent) and pages for each order "
    "(text, price:number min 0, due:datetime, website)"
)


def test_a_request_becomes_a_verified_system(tmp_path: Path, stackwright_home: Path) -> None:
    outcome = stackwright("build", REQUEST, "--json", cwd=tmp_path)
    assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]
    assert outcome.last["type"] == "verdict"
    assert outcome.last["verified"] is True
    built = Path(outcome.last["out"])
    for path in ("backend/cmd/server/main.go", "backend/go.mod", "frontend/package.json",
                 "frontend/vite.config.js", "frontend/package-lock.json", "openapi.yaml", "README.md",
                 "Makefile", ".env.example", ".github/workflows/ci.yml"):  # fmt: skip
        assert (built / path).is_file(), path
    assert list((built / ".stackwright/screenshots").glob("*.png"))
    assert leftovers(stackwright_home) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "gates"),
    [
        ("backend/internal/infrastructure/httpapi/note_handler.go", "http.StatusNoContent",
         "http.StatusOK", {"backend.tests"}),
        ("backend/tests/contract_test.go", "t.Fatalf", "t.Logf", set()),
    ],
    ids=["a handler broken by hand", "a weakened contract test"],
)  # fmt: skip
def test_verify_trusts_neither_the_code_nor_the_folders_tests(
    path: str, before: str, after: str, gates: set[str], notes: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(notes, copy)
    text = (copy / path).read_text()
    assert before in text
    (copy / path).write_text(text.replace(before, after))
    outcome = stackwright("verify", str(copy), "--json", cwd=tmp_path)
    red = {g["name"] for g in outcome.last["verdict"]["gates"] if g["status"] == "failed"}
    assert red == gates
    # A weakened copy of our test is not what is run: the system is still sound, and so elsewhere.
    assert outcome.code == (1 if gates else 0)
    assert outcome.last["verified"] is not bool(gates)


def test_what_was_not_understood_ends_with_exit_1_and_is_named(tmp_path: Path) -> None:
    outcome = stackwright(
        "build", "A notes app. Users can log in with Google", "--json", "--storage", "memory",
        cwd=tmp_path,
    )  # fmt: skip
    assert outcome.code == 1
    verdict = outcome.last["verdict"]
    assert all(gate["status"] == "passed" for gate in verdict["gates"])
    unproven = [row for row in verdict["requirements"] if row["status"] == "not proven"]
    assert [row["text"] for row in unproven] == ["Not understood: “Users can log in with Google”"]
    readme = (tmp_path / "notes-app/README.md").read_text()
    assert "kept in memory only" in readme
    assert "not verified" in readme
