"""Requests as lines in the evidence of a finding."""

from __future__ import annotations

from workbench.harness.requests_as_text.lines import OF_ALL, request_lines
from workbench.plan.steps import Expectation, HttpStep, ParallelStep


def request(method: str, path: str, *status: int, **more: object) -> HttpStep:
    expect = Expectation(status=[*status])
    step = {"method": method, "path": path, "expect": expect, **more}
    return HttpStep.model_validate(step)


REGISTER = request("POST", "/register", 201, body={"phone": "+4930123456"})


def test_a_request_is_a_line_with_what_it_sends_and_expects() -> None:
    listed = request("GET", "/notes", 200, 304, query={"q": "a"}, as_account="ann")
    raw = request("POST", "/notes", 400, raw="{")
    assert request_lines([REGISTER, listed, raw]) == (
        '1. POST /register {"phone": "+4930123456"} → 201\n'
        "2. GET /notes?q=a as ann → 200 or 304\n"
        "3. POST /notes { → 400"
    )


def test_parallel_requests_that_are_equal_are_said_once() -> None:
    rush = ParallelStep(steps=[REGISTER] * 4, answers={201: 1, 409: 3})
    assert request_lines([rush]) == (
        '1. 4 at once: POST /register {"phone": "+4930123456"} → 1 times 201, 3 times 409'
    )


def test_of_many_requests_the_last_are_kept() -> None:
    lines = request_lines([REGISTER] * 200).splitlines()
    assert lines[0] == "…"
    assert lines[-1].startswith("200. ")
    assert sum(map(len, lines)) <= OF_ALL + 1
