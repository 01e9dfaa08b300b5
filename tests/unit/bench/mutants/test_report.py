"""The page on mutants counts what was measured, and says of each survivor why it survives."""

from __future__ import annotations

from pathlib import Path

from bench.mutants.outcomes import Made, Outcome, Outcomes
from bench.mutants.report import Reason, counts, page, reasons, summary, verdict_of


def outcome(fingerprint: str, rejected_by: str = "", system: str = "todos") -> Outcome:
    return Outcome(
        system=system,
        part="backend",
        fingerprint=fingerprint,
        kind="edge",
        file="backend/a.go",
        line=3,
        function="F",
        what="“a < b”",
        rejected_by=rejected_by,
    )


KNOWN = [
    Reason(verdict="equivalent", reason="nobody can tell", mutants=("e",)),
    Reason(verdict="hole", reason="no trace does it", mutants=("h",), systems=("todos",)),
]
MEASURED = [outcome("r", "api.walk"), outcome("e"), outcome("h"), outcome("h", system="shop")]


def test_every_survivor_is_counted_once() -> None:
    of = counts(MEASURED, KNOWN)
    assert (of.measured, of.rejected, of.survivors) == (4, 1, 3)
    assert (of.equivalent, of.outside, of.holes, of.open) == (1, 0, 1, 1)
    assert of.surviving_faults == 2


def test_a_reason_holds_for_the_systems_it_names() -> None:
    assert verdict_of(MEASURED[2], KNOWN) == ("hole", "no trace does it")
    assert verdict_of(MEASURED[3], KNOWN) == ("not classified", "")


def test_the_page_lists_each_survivor_with_its_reason() -> None:
    text = page(MEASURED, [Made(system="todos", part="backend", mutants=9, uncompiled=0)], KNOWN)
    assert "| todos | backend | 9 | 0 | 3 | 1 | 1 | 0 | 1 | 0 |" in text
    assert "| todos | `backend/a.go:3` | edge: “a < b” | hole | no trace does it | `h` |" in text
    assert summary(MEASURED, KNOWN) in text


def test_a_class_that_nobody_has_looked_for_is_not_told_as_zero() -> None:
    assert summary(MEASURED, []).endswith("accepted 3: 3 that nobody has explained yet")
    assert "0 " not in summary(MEASURED, KNOWN)


def test_every_class_is_told_once_all_survivors_are_explained() -> None:
    explained = summary(MEASURED[:3], KNOWN)
    assert explained.endswith(
        "accepted 2: 1 that no use can tell from the original, 0 outside these claims, "
        "1 faults that they should have found, and 0 that nobody has explained yet"
    )


def test_a_measurement_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "mutants.jsonl"
    first = Outcomes(file)
    first.add(outcome("a"))
    first.note(Made(system="todos", part="backend", mutants=9, uncompiled=1))
    first.add(outcome("b", "api.walk"))
    second = Outcomes(file)
    assert second.has("todos", "a")
    assert not second.has("shop", "a")
    second.add(outcome("a", "api.contract"))
    assert [(o.fingerprint, o.rejected_by) for o in Outcomes(file).all] == [
        ("b", "api.walk"),
        ("a", "api.contract"),
    ]
    assert Outcomes(file).made == first.made


def test_each_survivor_has_one_reason_at_most() -> None:
    named = [mutant for item in reasons() for mutant in item.mutants]
    assert sorted(set(named)) == sorted(named)
