"""A request that the endpoint did not serve is sent again: as it asks, and within one budget."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import openai
import pytest

from workbench.llm import errors, limits, retrying
from workbench.llm.retrying import RequestBudget, served, usual_wait, wait_after


def refused(status: int, headers: dict[str, str] | None = None) -> openai.APIStatusError:
    """What the client raises for such an answer."""
    response = _Response(status, headers or {})
    return openai.APIStatusError("no", response=response, body=None)  # type: ignore[arg-type]


class _Response:
    """As much of an answer as the client's exception reads."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status_code, self.headers, self.request = status, headers, None


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits, none of which takes time."""
    kept: list[float] = []

    async def sleep(seconds: float) -> None:
        kept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return kept


def failing(*failures: Exception) -> Callable[[], Awaitable[str]]:
    left = list(failures)

    async def send() -> str:
        if left:
            raise left.pop(0)
        return "served"

    return send


async def test_each_repetition_takes_one_request_of_the_budget(waits: list[float]) -> None:
    budget = RequestBudget(10)
    busy = [refused(429, {"retry-after": "7"}), refused(503, {"retry-after-ms": "250"})]
    assert await served("m", budget, failing(*busy)) == "served"
    assert budget.left == 7
    assert waits == [7.0, 0.25]


async def test_the_budget_ends_the_repetitions(waits: list[float]) -> None:
    with pytest.raises(errors.TooManyRequests):
        await served("m", RequestBudget(2), failing(*[refused(500)] * 9))
    assert len(waits) == 2


async def test_the_last_failure_is_raised(waits: list[float]) -> None:
    budget = RequestBudget(20)
    with pytest.raises(openai.APIStatusError):
        await served("m", budget, failing(*[refused(500)] * 9))
    assert budget.left == 20 - (limits.MAX_RETRIES + 1)
    assert len(waits) == limits.MAX_RETRIES


async def test_what_would_fail_again_is_not_repeated(waits: list[float]) -> None:
    budget = RequestBudget(20)
    with pytest.raises(openai.APIStatusError):
        await served("m", budget, failing(refused(400)))
    assert (budget.left, waits) == (19, [])


async def test_a_connection_that_fails_is_tried_again(waits: list[float]) -> None:
    down = openai.APIConnectionError(request=None)  # type: ignore[arg-type]
    assert await served("m", RequestBudget(5), failing(down)) == "served"
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("status", "headers", "repeats"),
    [
        (408, {}, True),
        (409, {}, True),
        (429, {}, True),
        (500, {}, True),
        (401, {}, False),
        (404, {}, False),
        (400, {"x-should-retry": "true"}, True),
        (503, {"x-should-retry": "false"}, False),
        (429, {"retry-after": "121"}, False),
        (429, {"retry-after": "120"}, True),
    ],
)
def test_the_endpoint_says_whether_it_may_be_asked_again(
    status: int, headers: dict[str, str], repeats: bool
) -> None:
    assert (wait_after(status, headers, 0) is not None) == repeats


def test_the_wait_may_be_a_date() -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = wait_after(429, {"retry-after": then}, 0)
    assert wait is not None
    assert 50 < wait <= 60


@pytest.mark.parametrize("told", ["soon", "-1", "0"])
def test_a_wait_that_means_nothing_is_the_usual_one(told: str) -> None:
    wait = wait_after(429, {"retry-after": told}, 0)
    assert wait is not None
    assert 0 < wait <= retrying.FIRST_WAIT


def test_the_usual_wait_doubles_up_to_a_limit() -> None:
    assert 0.375 <= usual_wait(0) <= 0.5
    assert 1.5 <= usual_wait(2) <= 2.0
    assert 6.0 <= usual_wait(100) <= 8.0
