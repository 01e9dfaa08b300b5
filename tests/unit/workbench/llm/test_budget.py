"""A limit holds before the call, with parallel calls counted, and not only after it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbench.errors import BudgetReached
from workbench.llm.budget import OUTPUT_TOKENS, Budget, SpendTracker


def dollars(input_tokens: int, output_tokens: int) -> Decimal | None:
    """One dollar per million in, ten per million out."""
    return (Decimal(input_tokens) + 10 * Decimal(output_tokens)) / 1_000_000


def unknown(_input: int, _output: int) -> Decimal | None:
    return None


def test_without_limits_every_call_has_full_room() -> None:
    assert SpendTracker(Budget()).reserve(1_000, dollars).output_tokens == OUTPUT_TOKENS


def test_a_call_gets_no_more_tokens_than_are_left() -> None:
    tracker = SpendTracker(Budget(tokens=6_000))
    assert tracker.reserve(4_000, dollars).output_tokens == 2_000


def test_parallel_calls_share_what_is_left() -> None:
    tracker = SpendTracker(Budget(tokens=40_000))
    assert tracker.reserve(4_000, dollars).output_tokens == 16_000
    assert tracker.reserve(4_000, dollars).output_tokens == 6_000
    with pytest.raises(BudgetReached, match="--budget-tokens"):
        tracker.reserve(10_000, dollars)


def test_what_was_not_used_is_given_back() -> None:
    tracker = SpendTracker(Budget(tokens=40_000))
    first = tracker.reserve(4_000, dollars)
    tracker.settle(first, 4_000, 1_000, dollars)
    assert tracker.tokens == 5_000
    assert tracker.reserve(4_000, dollars).output_tokens == 35_000 // 2 - 4_000


def test_a_call_that_did_not_happen_costs_nothing() -> None:
    tracker = SpendTracker(Budget(tokens=40_000))
    tracker.release(tracker.reserve(4_000, dollars))
    assert tracker.tokens == 0
    assert tracker.reserve(8_000, dollars).output_tokens == 12_000


def test_dollars_shorten_the_answer_to_what_can_be_paid() -> None:
    tracker = SpendTracker(Budget(usd=Decimal("0.007")))
    reservation = tracker.reserve(1_000, dollars)
    assert reservation.output_tokens == 600
    assert reservation.usd == Decimal("0.007")


def test_dollars_in_flight_are_not_spent_twice() -> None:
    tracker = SpendTracker(Budget(usd=Decimal("0.02")))
    first, second = tracker.reserve(1_000, dollars), tracker.reserve(1_000, dollars)
    assert first.usd + second.usd <= Decimal("0.02")
    with pytest.raises(BudgetReached, match=r"\$0\.02 spent.*--budget-usd"):
        tracker.reserve(10_000, dollars)


def test_no_sequence_of_calls_can_spend_more_than_the_limit() -> None:
    tracker = SpendTracker(Budget(usd=Decimal("1")))

    def spend_for_ever() -> None:
        while True:
            reservation = tracker.reserve(5_000, dollars)
            tracker.settle(reservation, 5_000, reservation.output_tokens, dollars)

    with pytest.raises(BudgetReached):
        spend_for_ever()
    assert Decimal("0.98") < tracker.usd <= Decimal("1")


def test_a_price_that_is_unknown_is_never_shown_as_nothing() -> None:
    tracker = SpendTracker(Budget())
    reservation = tracker.reserve(1_000, unknown)
    assert tracker.settle(reservation, 1_000, 10, unknown) is None
    assert not tracker.priced
