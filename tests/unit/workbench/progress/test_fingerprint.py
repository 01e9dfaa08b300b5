"""The same fault has the same fingerprint on every run."""

from __future__ import annotations

import pytest

from workbench.progress.fingerprint import fingerprint
from workbench.progress.results import Finding


def finding(message: str, **more: str) -> Finding:
    return Finding.model_validate({"gate": "backend.tests", "message": message} | more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("failed after 1.23s", "failed after 0.98s"),
        ("dial 127.0.0.1:41234: refused", "dial 127.0.0.1:39999: refused"),
        ("note.go:12:3: undefined: x", "note.go:15:9: undefined: x"),
        ("at 2026-01-02T03:04:05Z", "at 2027-11-12T13:14:15.5Z"),
        ("goroutine 7 at 0xc000123", "goroutine 99 at 0xc0009ff"),
        ("open /tmp/abc123/app.db", "open /tmp/zzz999/app.db"),
    ],
)
def test_what_changes_from_run_to_run_does_not_count(one: str, other: str) -> None:
    assert fingerprint(finding(one)) == fingerprint(finding(other))


def test_evidence_and_line_do_not_count() -> None:
    one = Finding(gate="g", message="m", line=3, evidence="log A")
    assert fingerprint(one) == fingerprint(Finding(gate="g", message="m", line=8, evidence="log B"))


@pytest.mark.parametrize("change", [{"check": "p"}, {"file": "f.go"}, {"expected": "201"}])
def test_another_fault_has_another_fingerprint(change: dict[str, str]) -> None:
    assert fingerprint(finding("m")) != fingerprint(finding("m", **change))
