"""Findings of one fault that several checks met are one group."""

from __future__ import annotations

from nodes.asking.findings import write_findings
from workbench.progress.alike import grouped
from workbench.progress.results import Finding


def finding(check: str, request: str, actual: str = "status 500") -> Finding:
    return Finding(
        gate="api.contract",
        check=check,
        message=f"the title of {check}: {request}",
        expected="status 200",
        actual=actual,
    )


def test_one_request_answered_in_one_way_is_one_finding_whatever_the_check() -> None:
    same = [finding("tasks.a", "GET /tasks/1"), finding("tasks.b", "GET /tasks/7")]
    other = finding("tasks.c", "GET /tasks/1", actual="status 404")
    assert grouped([same[0], other, same[1]]) == [same, [other]]


def test_findings_of_different_requests_or_files_are_apart() -> None:
    requests = [finding("tasks.a", "GET /tasks/1"), finding("tasks.a", "PUT /tasks/1")]
    places = [
        Finding(gate="frontend.types", message="error TS1", file="a.ts", line=n) for n in (1, 2)
    ]
    assert [len(group) for group in grouped([*requests, *places])] == [1, 1, 1, 1]


def test_a_prompt_shows_each_once_with_a_count() -> None:
    found = [finding(f"tasks.{n}", f"GET /tasks/{n}") for n in range(40)]
    text = write_findings(found)
    assert text.count("measured: status 500") == 1
    assert "40 times the same, also in: tasks.1, tasks.2" in text


def go_finding(title: str, step: int, met: str) -> Finding:
    message = f"contract_test.go:78: {title}: step {step}: {met}"
    return Finding(gate="backend.tests", message=message, rule="backend.own_tests")


def test_what_go_contract_tests_met_is_one_finding_whatever_the_trace() -> None:
    refused = "POST /reviews: status 409, want one of [201]; body: {}"
    found = [go_finding("reviews: a search", 6, refused), go_finding("reviews: paging", 5, refused)]
    other = go_finding(
        "reviews: paging", 7, "GET /reviews: status 500, want one of [200]; body: {}"
    )
    assert grouped([found[0], other, found[1]]) == [found, [other]]
    text = write_findings(found)
    assert "2 times the same, also in: reviews: paging" in text
