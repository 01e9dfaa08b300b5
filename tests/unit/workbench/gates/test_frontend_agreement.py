"""frontend.agreement: other ways to the network, and requests that the document does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.contexts import context_of
from workbench.gates import frontend_agreement
from workbench.harness.browser.job import JourneyReport, RecordedRequest
from workbench.harness.browser.session import REPORT
from workbench.progress.results import GateResult, Status

LIST = RecordedRequest(method="GET", path="/notes", query={"limit": "20", "q": "x"}, status=200)
CREATE = RecordedRequest(
    method="POST", path="/notes", query={}, status=201, body={"content": "hello"}
)


async def judge(folder: Path, *requests: RecordedRequest, source: str = "") -> GateResult:
    where = context_of(folder, {"frontend/src/pages/NotePage.tsx": source})
    where.scratch.mkdir()
    report = JourneyReport(findings=(), passed=(), screenshots=(), deviations=(), requests=requests)
    (where.scratch / REPORT).write_text(report.model_dump_json())
    return await frontend_agreement.check(where)


async def test_requests_that_fit_the_document_pass(tmp_path: Path) -> None:
    assert (await judge(tmp_path, LIST, CREATE)).status is Status.PASSED


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (LIST.model_copy(update={"path": "/nowhere"}), "calls GET /nowhere"),
        (LIST.model_copy(update={"query": {"page": "2"}}), "takes no query parameter page"),
        (CREATE.model_copy(update={"body": {"content": 7}}), "sent an invalid body"),
        (CREATE.model_copy(update={"body": {}}), "sent an invalid body"),
    ],
)
async def test_a_request_that_does_not_is_a_finding(
    request_: RecordedRequest, message: str, tmp_path: Path
) -> None:
    result = await judge(tmp_path, LIST, request_)
    assert [message in finding.message for finding in result.findings] == [True]


async def test_a_body_that_the_api_itself_refused_is_none(tmp_path: Path) -> None:
    refused = CREATE.model_copy(update={"body": {}, "status": 422})
    assert (await judge(tmp_path, refused)).status is Status.PASSED


@pytest.mark.parametrize(
    "source",
    ['fetch("/x")', "new WebSocket(url)", 'import axios from "axios";', "new XMLHttpRequest()"],
)
async def test_other_ways_to_the_network_are_findings(source: str, tmp_path: Path) -> None:
    result = await judge(tmp_path, LIST, source=f"// fetch(this) is a comment\n{source}\n")
    assert [finding.line for finding in result.findings] == [2]


async def test_a_page_that_never_asks_the_api_is_a_finding(tmp_path: Path) -> None:
    result = await judge(tmp_path)
    assert "sent no request" in result.findings[0].message
