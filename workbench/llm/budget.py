"""Hard limits on what a run may spend: reserved before each call, settled after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from workbench.errors import BudgetReached

DEFAULT_USD = 5.0
DEFAULT_TOKENS_WITHOUT_PRICE = 3_000_000
# The length of one answer. With less than the minimum no call is made: it would be cut off.
OUTPUT_TOKENS = 32_000
MIN_OUTPUT_TOKENS = 500

Cost = Callable[[int, int], Decimal | None]


@dataclass(frozen=True)
class Budget:
    """Limits of a run; None means no limit."""

    usd: Decimal | None = None
    tokens: int | None = None


@dataclass(frozen=True)
class Reservation:
    """The most that one call may use."""

    input_tokens: int
    output_tokens: int
    usd: Decimal

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


class SpendTracker:
    """Spent and reserved tokens and dollars of a run. For one event loop: there is no lock."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.tokens = 0
        self.usd = Decimal(0)
        self.priced = True
        self._open: list[Reservation] = []

    def reserve(self, input_tokens: int, cost: Cost) -> Reservation:
        """Reserves a call with an answer of at most `OUTPUT_TOKENS`, or fewer if less is left.

        A call takes half of the rest if that is enough, so that the other coder can reserve a
        call at the same moment. Raises `BudgetReached` when not even a short
        answer fits.
        """
        for share in (2, 1):
            output = min(OUTPUT_TOKENS, self._tokens_left() // share - input_tokens)
            price = cost(input_tokens, max(output, 0))
            if self.budget.usd is not None and price is not None:
                output = _affordable(input_tokens, output, self._usd_left() / share, cost)
            if output >= MIN_OUTPUT_TOKENS:
                usd = cost(input_tokens, output) or Decimal(0)
                reservation = Reservation(input_tokens, output, usd)
                self._open.append(reservation)
                return reservation
        if self._tokens_left() - input_tokens < MIN_OUTPUT_TOKENS:
            raise BudgetReached.at(
                "--budget-tokens", f"{self.budget.tokens} tokens", f"{self.tokens}"
            )
        raise BudgetReached.at("--budget-usd", f"${self.budget.usd}", f"${self.usd:.4f}")

    def settle(
        self, reservation: Reservation, input_tokens: int, output_tokens: int, cost: Cost
    ) -> Decimal | None:
        """Records the cost of the call and releases the rest. Returns its price, None if unknown."""
        self._open.remove(reservation)
        return self.book(input_tokens, output_tokens, cost)

    def book(self, input_tokens: int, output_tokens: int, cost: Cost) -> Decimal | None:
        """Records the cost of a call. Returns its price, None if unknown."""
        usd = cost(input_tokens, output_tokens)
        self.tokens += input_tokens + output_tokens
        if usd is None:
            self.priced = False
        else:
            self.usd += usd
        return usd

    def release(self, reservation: Reservation) -> None:
        """Releases the reservation of a call that was not made."""
        self._open.remove(reservation)

    def _tokens_left(self) -> int:
        if self.budget.tokens is None:
            return 1 << 60
        return self.budget.tokens - self.tokens - sum(r.tokens for r in self._open)

    def _usd_left(self) -> Decimal:
        assert self.budget.usd is not None
        return self.budget.usd - self.usd - sum((r.usd for r in self._open), Decimal(0))


def _affordable(input_tokens: int, most: int, usd: Decimal, cost: Cost) -> int:
    """The longest answer whose price fits, by bisection: tiers make prices jump."""
    low, high = 0, max(most, 0)
    while low < high:
        middle = (low + high + 1) // 2
        price = cost(input_tokens, middle)
        if price is not None and price <= usd:
            low = middle
        else:
            high = middle - 1
    return low
