"""Bars tell who worked when, and who waited for whom."""

from __future__ import annotations

from typing import Any

from workbench.evidence.timeline import bars_of


def step(node: str, start: float, end: float) -> dict[str, Any]:
    return {"node": node, "start": 1_000 + start, "end": 1_000 + end, "summary": node.upper()}


def test_bars_are_in_order_and_in_proportion() -> None:
    first, second = bars_of([step("b", 4, 8), step("a", 0, 4)])
    assert (first.node, first.left, first.width, first.summary) == ("a", 0.0, 50.0, "A")
    assert (second.node, second.left, second.width) == ("b", 50.0, 50.0)


def test_a_pause_between_two_parts_of_a_run_is_cut_out() -> None:
    _, second = bars_of([step("a", 0, 4), step("b", 5_000, 5_004)])
    assert (second.start, second.left) == (4.0, 50.0)


def test_who_was_done_first_waited_for_the_last() -> None:
    quick, slow, between = bars_of([step("a", 0, 2), step("b", 0, 9), step("c", 0, 5)])
    assert (quick.node, quick.waited) == ("a", "then waited 7.0 s for b")
    assert slow.waited == ""
    assert between.waited == "then waited 4.0 s for b"


def test_a_moment_is_no_wait() -> None:
    assert [bar.waited for bar in bars_of([step("a", 0, 2), step("b", 0, 2.2)])] == ["", ""]


def test_nothing_done_is_nothing_drawn() -> None:
    assert bars_of([]) == []
