"""Fingerprints and samples of mutants."""

from __future__ import annotations

from dataclasses import replace

from bench.mutants.changes import Change, sample, with_fingerprints

MANY = with_fingerprints(
    Change(n, "edge", "backend/internal/domain/a.go", n, "F", f"“{n} < x”") for n in range(1, 50)
)


def test_a_fingerprint_depends_neither_on_the_number_nor_on_the_line() -> None:
    moved = with_fingerprints(replace(each, id=each.id + 7, line=each.line + 3) for each in MANY)
    assert [each.fingerprint for each in moved] == [each.fingerprint for each in MANY]


def test_the_same_change_twice_in_one_function_has_two_fingerprints() -> None:
    twice = with_fingerprints([MANY[0], MANY[0], replace(MANY[0], function="G")])
    assert len({each.fingerprint for each in twice}) == 3


def test_a_sample_is_the_same_for_the_same_seed_and_part_of_a_greater_one() -> None:
    few, more = sample(MANY, seed="1", size=10), sample(MANY, seed="1", size=20)
    assert few == sample(list(reversed(MANY)), seed="1", size=10)
    assert more[:10] == few
    assert sample(MANY, seed="2", size=10) != few
    assert len(sample(MANY, seed="1", size=0)) == len(MANY)
