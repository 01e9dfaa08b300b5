"""frontend.agreement: the frontend calls the API through its client only, as the document allows.

The sources are scanned for other network access, and every request that the journeys recorded is
validated against the document. That no sample data replaces the API is proven by ui.journey, which
enters its own values and checks that no rows are shown while the API is down.

openapi-core is not used: its newest version (0.23) excludes the versions of openapi-spec-validator,
openapi-schema-validator and jsonschema-path that check the document itself.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from openapi_schema_validator import OAS31Validator
from pydantic import JsonValue
from referencing import Registry

from workbench.harness.browser.job import JOURNEY, ForeignRequest, JourneyReport, RecordedRequest
from workbench.harness.browser.session import REPORT
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_shape, read_text
from workbench.openapi.document import openapi_document
from workbench.plan.language.operations import JSON_MEDIA_TYPE, Operation
from workbench.plan.path_templates import is_path_of, values_of
from workbench.plan.system import SystemPlan
from workbench.progress.results import (
    KEPT_OF_ANSWER,
    Finding,
    GateResult,
    Status,
    judged,
    not_verified,
)
from workbench.workspace.paths import is_protected
from workbench.workspace.system_files import system_files

NAME = "frontend.agreement"
MOST = 64 << 20
REJECTED = (400, 422)  # what the API rejected itself need not fit
NOT_FOUND = 404  # an address of a page may name anything
PLAIN_TYPES = frozenset({"string", "integer", "number", "boolean", "null"})
_OTHER_WAYS = re.compile(
    r"\bfetch\s*\(|\bXMLHttpRequest\b|\bsendBeacon\b|new\s+(?:WebSocket|EventSource)\b"
    r"""|from\s+["'](?:axios|ky|got|superagent|swr/fetch|node-fetch)["']"""
)


async def check(context: GateContext) -> GateResult:
    """Checks the sources, and the requests that the journeys recorded."""
    if not context.plan.pages:
        return GateResult(gate=NAME, status=Status.NOT_APPLICABLE, reason="the plan has no page")
    started = time.monotonic()
    try:
        report = await asyncio.to_thread(read_shape, JourneyReport, context.scratch, REPORT, MOST)
    except MissingFile:
        return not_verified(NAME, "there is no record of the journeys: ui.journey was not verified")
    except UnreadableFile as error:
        reason = f"the browser exited before it reported what the page sent ({error.reason})"
        return not_verified(NAME, reason)
    recorded = report.requests
    findings = await asyncio.to_thread(
        lambda: [*_network_access(context), *_disagreements(context.plan, recorded)]
    )
    findings += _to_other_origins(report.foreign)
    if not recorded:
        findings.append(Finding(gate=NAME, message="the frontend sent no request in any journey"))
    return judged(NAME, findings, seconds=time.monotonic() - started)


def _to_other_origins(foreign: Iterable[ForeignRequest]) -> list[Finding]:
    """One finding per origin and method: a page may send requests to its API only."""
    first: dict[tuple[str, str], ForeignRequest] = {}
    for request in foreign:
        first.setdefault((request.method, request.origin), request)
    return [
        Finding(
            gate=NAME,
            message=f"the page sends {request.method} to another origin: {request.origin}",
            check=f"origin:{request.origin}",
            expected="requests to the page's own origin and to its API only",
            actual=request.url,
        )
        for request in first.values()
    ]


def _network_access(context: GateContext) -> Iterator[Finding]:
    for name in sorted(system_files(context.folder)):
        is_source = name.startswith("frontend/src/") and PurePosixPath(name).match("*.ts*")
        if not is_source or is_protected(name) or ".test." in name or "/test/" in name:
            continue
        try:
            text = read_text(context.folder, name)
        except UnreadableFile as error:
            yield Finding(
                gate=NAME, message="a source cannot be read", file=name, actual=error.reason
            )
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if _OTHER_WAYS.search(line.partition("//")[0]):
                message = "network access outside src/api"
                yield Finding(
                    gate=NAME, message=message, file=name, line=number, actual=line.strip()[:200]
                )


def _disagreements(plan: SystemPlan, recorded: tuple[RecordedRequest, ...]) -> Iterator[Finding]:
    document = openapi_document(plan)
    seen: set[str] = set()
    for request in recorded:
        message = _disagreement(plan, document, request)
        if message is not None and message not in seen:
            seen.add(message)
            yield Finding(
                gate=NAME,
                message=message,
                evidence=request.model_dump_json()[:KEPT_OF_ANSWER],
                rule="frontend.requests_fit_document",
            )


def _disagreement(
    plan: SystemPlan, document: dict[str, JsonValue], request: RecordedRequest
) -> str | None:
    operation = _operation(plan, request)
    if operation is None:
        return f"the frontend calls {request.method} {request.path}, which is not in the document"
    declared = {item.name for item in operation.parameters if item.location == "query"}
    unknown = sorted(set(request.query) - declared)
    if unknown:
        return f"{operation.id} takes no query parameter {', '.join(unknown)}"
    if request.status in REJECTED:
        return None
    wrong = next(_wrong_parameters(operation, request), None)
    if wrong is not None and request.status != NOT_FOUND:
        return f"{operation.id}: {wrong}"
    if operation.request is None:
        return None
    sent = request.content_type.partition(";")[0].strip().lower()
    if sent not in ("", JSON_MEDIA_TYPE):
        return f"{operation.id}: the frontend sent the body as {sent}, not as {JSON_MEDIA_TYPE}"
    error = _error({**operation.request, "components": document["components"]}, request.body)
    return error and f"{operation.id}: the frontend sent an invalid body: {error}"


def _wrong_parameters(operation: Operation, request: RecordedRequest) -> Iterator[str]:
    """Parameters of the path and the query that are missing, or whose values the document excludes."""
    sent = {"query": request.query, "path": values_of(operation.path, request.path)}
    for parameter in operation.parameters:
        values = sent.get(parameter.location)
        if values is None:
            continue  # what the journeys do not record
        kind, name = parameter.location, parameter.name
        if name not in values:
            if parameter.required:
                yield f"the frontend did not send the {kind} parameter {name}"
            continue
        error = _text_error(parameter.json_schema, values[name])
        if error:
            yield f"the frontend sent an invalid {kind} parameter {name}: {error}"


def _text_error(schema: dict[str, JsonValue], text: str) -> str | None:
    """Why a parameter's text is none of the values of its schema; None if it may be one.

    Patterns are left to the API, and so is whatever is not one plain value.
    """
    kinds = schema.get("type")
    if not {*(kinds if isinstance(kinds, list) else [kinds])} <= PLAIN_TYPES:
        return None
    plain = {key: value for key, value in schema.items() if key != "pattern"}
    errors = [_error(plain, value) for value in _readings(text)]
    return None if None in errors else errors[-1]


def _readings(text: str) -> list[JsonValue]:
    """What a parameter's text can stand for: itself, and the number or truth value that it is."""
    try:
        value = json.loads(text)
    except ValueError:
        return [text]
    return [text, value] if isinstance(value, bool | int | float) else [text]


def _error(schema: dict[str, JsonValue], value: JsonValue) -> str | None:
    """What is wrong with a value by its schema. The registry is empty, so that no `$ref` is fetched."""
    errors = OAS31Validator(schema, registry=Registry()).iter_errors(value)
    return next((error.message[:200] for error in errors), None)


def _operation(plan: SystemPlan, request: RecordedRequest) -> Operation | None:
    for operation in plan.operations:
        if operation.method == request.method and is_path_of(operation.path, request.path):
            return operation
    return None


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="the frontend reaches the network through its API client only and no other origin, and every recorded request fits the OpenAPI document",
    rules=("frontend.only_through_client", "frontend.requests_fit_document"),
    turn=2,
    needs=(JOURNEY,),
    component="frontend",
)
