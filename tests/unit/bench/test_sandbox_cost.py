"""The cost of the sandbox is a ratio of medians."""

from __future__ import annotations

from bench.sandbox_cost import ratio


def test_one_slow_round_changes_nothing() -> None:
    assert ratio([10.0, 11.0, 90.0], [10.0, 10.0, 12.0]) == 1.1
