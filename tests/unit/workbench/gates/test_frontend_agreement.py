"""frontend.agreement: other ways to the network, and requests that the document does not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import JsonValue

from tests.support.contexts import context_of
from workbench.gates import frontend_agreement
from workbench.harness.browser.job import JourneyReport, RecordedRequest
from workbench.harness.browser.session import REPORT
from workbench.plan.language.operations import Operation
from workbench.progress.results import GateResult, Status

LIST = RecordedRequest(method="GET", path="/notes", query={"limit": "20", "q": "x"}, status=200)
CREATE = RecordedRequest(
    method="POST", path="/notes", query={}, status=201, body={"content": "hello"}
)


GET = RecordedRequest(method="GET", path="/notes/7", query={}, status=200)


async def judge(folder: Path, *requests: RecordedRequest, source: str = "") -> GateResult:
    where = context_of(folder, {"frontend/src/pages/NotePage.tsx": source})
    where.scratch.mkdir()
    report = JourneyReport(findings=(), passed=(), screenshots=(), deviations=(), requests=requests)
    (where.scratch / REPORT).write_text(report.model_dump_json())
    return await frontend_agreement.check(where)


async def test_requests_that_fit_the_document_pass(tmp_path: Path) -> None:
    typed = CREATE.model_copy(update={"content_type": "application/json; charset=utf-8"})
    assert (await judge(tmp_path, LIST, GET, CREATE, typed)).status is Status.PASSED


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (LIST.model_copy(update={"path": "/nowhere"}), "calls GET /nowhere"),
        (LIST.model_copy(update={"query": {"page": "2"}}), "takes no query parameter page"),
        (LIST.model_copy(update={"query": {"limit": "many"}}), "invalid query parameter limit"),
        (LIST.model_copy(update={"query": {"limit": "1000"}}), "invalid query parameter limit"),
        (GET.model_copy(update={"path": "/notes/first"}), "invalid path parameter id"),
        (CREATE.model_copy(update={"content_type": "text/plain"}), "sent the body as text/plain"),
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


async def test_parameters_that_the_api_itself_refused_are_none(tmp_path: Path) -> None:
    refused = LIST.model_copy(update={"query": {"limit": "1000"}, "status": 400})
    unknown = GET.model_copy(update={"path": "/notes/first", "status": 404})
    assert (await judge(tmp_path, refused, unknown)).status is Status.PASSED


@pytest.mark.parametrize(
    ("schema", "text", "fits"),
    [
        ({"type": "integer"}, "7", True),
        ({"type": "integer"}, "7.5", False),
        ({"type": "integer"}, "7" * 5000, False),
        ({"type": "string"}, "7", True),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "yes", False),
        ({"type": ["integer", "null"]}, "7", True),
        ({"type": "string", "enum": ["a", "b"]}, "a", True),
        ({"type": "string", "enum": ["a", "b"]}, "c", False),
        ({"type": "string", "pattern": "^x$"}, "y", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,2", True),
        ({"$ref": "#/components/schemas/Page"}, "x", True),
        ({}, "x", True),
    ],
)
def test_the_text_of_a_parameter_is_read_as_its_schema_says(
    schema: dict[str, JsonValue], text: str, fits: bool
) -> None:
    assert (frontend_agreement._text_error(schema, text) is None) == fits


def test_a_parameter_that_is_required_is_missed() -> None:
    operation = Operation.model_validate(
        {
            "operationId": "report",
            "method": "GET",
            "path": "/report",
            "summary": "The report",
            "parameters": [
                {"name": "month", "in": "query", "required": True, "schema": {"type": "string"}},
                {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string"}},
            ],
            "responses": {"200": {"content": {"application/json": {"schema": {}}}}},
        }
    )
    request = RecordedRequest(method="GET", path="/report", query={}, status=200)
    assert [*frontend_agreement._wrong_parameters(operation, request)] == [
        "the frontend did not send the query parameter month"
    ]


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
