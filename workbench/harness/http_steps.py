"""Runs HTTP steps against a server: the same language, and meaning, as the Go contract tests."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests

from workbench.errors import MeasurementError
from workbench.harness.simultaneous_requests import Answer, NotAnswered, send_at_once
from workbench.harness.stand_ins import StandIn
from workbench.plan.addressing import is_like
from workbench.plan.steps import (
    CalledStep,
    HttpStep,
    Match,
    Matcher,
    ParallelStep,
    PlainStep,
)

REQUEST_TIMEOUT = 10.0
_TOKEN = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*([+-]\d+)?\s*\}\}")
_MISSING = object()


class StepFailed(MeasurementError):
    """A step did not come out as expected."""

    def __init__(self, step: str, expected: str, actual: str, evidence: str) -> None:
        self.step = step
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
        super().__init__(f"{step}: expected {expected}, got {actual}")


@dataclass
class HttpRunner:
    """Carries captures from step to step. All methods block."""

    base_url: str
    captured: dict[str, Any] = field(default_factory=dict)
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)

    def run(self, step: PlainStep) -> None:
        """Sends the request, or all of them at once, and checks. Raises `StepFailed`."""
        match step:
            case ParallelStep():
                self._run_parallel(step)
            case CalledStep():
                self._check_calls(step)
            case HttpStep():
                self._run_one(step)

    def _check_calls(self, step: CalledStep) -> None:
        """What the system asked of another service, as its stand-in remembers it."""
        calls = self.stand_ins[step.integration].calls
        path = str(self.fill(step.path))
        made = [call for call in calls if call.method == step.method and is_like(path, call.path)]
        name = f"{step.integration} was called: {step.method} {path}"
        told = "\n".join(f"{call.method} {call.path} {json.dumps(call.body)}" for call in calls)
        if len(made) != step.times:
            raise StepFailed(name, f"{step.times} times", f"{len(made)} times", told[:4000])
        for match in step.body if made else ():
            self._check_match(match, made[-1].body, name, told[:4000])

    def _run_parallel(self, step: ParallelStep) -> None:
        prepared = [self._request(part) for part in step.steps]
        try:
            answers = send_at_once(prepared, REQUEST_TIMEOUT)
        except NotAnswered as failed:
            raise StepFailed(failed.request, "an answer", failed.cause, "") from failed
        got = dict(sorted(Counter(answer.status for answer in answers).items()))
        wanted = dict(sorted(step.answers.items()))
        if got != wanted:
            name = f"{len(prepared)} at once: {prepared[0].method} {prepared[0].path_url}"
            evidence = "\n\n".join(map(_parallel_exchange, prepared, answers))
            raise StepFailed(name, _counted(wanted), _counted(got), evidence)

    def _run_one(self, step: HttpStep) -> None:
        request = self._request(step)
        name = f"{request.method} {request.path_url}"
        response = _send(request)
        evidence = _exchange(request, response)
        self._check_head(step, response, name, evidence)
        if step.expect.body or step.capture:
            self._check_body(step, response, name, evidence)

    def _request(self, step: HttpStep) -> requests.PreparedRequest:
        headers = {key: str(self.fill(value)) for key, value in step.headers.items()}
        data: bytes | None = None
        if step.raw is not None:
            data = step.raw.encode()
        elif step.body is not None:
            data = json.dumps(self.fill(step.body)).encode()
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        return requests.Request(
            step.method,
            self.base_url + str(self.fill(step.path)),
            params={key: str(self.fill(value)) for key, value in step.query.items()},
            headers=headers,
            data=data,
        ).prepare()

    def _check_head(
        self, step: HttpStep, response: requests.Response, name: str, evidence: str
    ) -> None:
        if response.status_code not in step.expect.status:
            wanted = " or ".join(map(str, step.expect.status))
            raise StepFailed(name, f"status {wanted}", f"status {response.status_code}", evidence)
        for header, pattern in step.expect.headers.items():
            value = response.headers.get(header, "")
            if not re.search(pattern, value):
                wanted = f"header {header} to match {pattern}"
                raise StepFailed(name, wanted, repr(value), evidence)

    def _check_body(
        self, step: HttpStep, response: requests.Response, name: str, evidence: str
    ) -> None:
        try:
            body = response.json()
        except requests.JSONDecodeError as error:
            raise StepFailed(name, "a JSON body", str(error), evidence) from error
        for match in step.expect.body:
            self._check_match(match, body, name, evidence)
        for capture, pointer in step.capture.items():
            value = at(body, pointer)
            if value is _MISSING:
                raise StepFailed(name, f"a value at {pointer}", "nothing", evidence)
            self.captured[capture] = value

    def _check_match(self, match: Match, body: Any, name: str, evidence: str) -> None:
        got, want = at(body, match.pointer), self.fill(match.value)
        where = match.pointer or "the body"
        if match.op is Matcher.ABSENT:
            if got is not _MISSING:
                raise StepFailed(name, f"no {where}", json.dumps(got), evidence)
            return
        if got is _MISSING:
            raise StepFailed(name, f"{where} to be there", "nothing", evidence)
        if not holds(match.op, got, want):
            wanted = f"{where} {match.op} {json.dumps(want)}"
            raise StepFailed(name, wanted, json.dumps(got)[:1000], evidence)

    def fill(self, value: Any) -> Any:
        """The value with capture tokens replaced."""
        if isinstance(value, str):
            whole = _TOKEN.fullmatch(value)
            if whole is not None:
                return self._look_up(whole)
            return _TOKEN.sub(lambda found: str(self._look_up(found)), value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        return value

    def _look_up(self, found: re.Match[str]) -> Any:
        value = self.captured.get(found[1])
        if found[2] and isinstance(value, int):
            return value + int(found[2])
        return value


def _send(request: requests.PreparedRequest) -> requests.Response:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.send(request, timeout=REQUEST_TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        name = f"{request.method} {request.path_url}"
        raise StepFailed(name, "an answer", type(error).__name__, str(error)) from error


def _parallel_exchange(request: requests.PreparedRequest, answer: Answer) -> str:
    return f"{_sent(request)}\n< {answer.status}\n{answer.text[:300]}"


def _counted(answers: dict[int, int]) -> str:
    return ", ".join(f"{count} times {status}" for status, count in answers.items()) or "none"


def at(body: Any, pointer: str) -> Any:
    """The value at an RFC 6901 pointer; a private marker when there is none."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict) and part in body:
            body = body[part]
        elif isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return _MISSING
    return body


def holds(op: Matcher, got: Any, want: Any) -> bool:
    """Whether a present value satisfies a matcher."""
    match op:
        case Matcher.EQUALS:
            return _equal(got, want)
        case Matcher.DIFFERS:
            return not _equal(got, want)
        case Matcher.PRESENT:
            return True
        case Matcher.INSTANT:
            return _instant(got) is not None and _instant(got) == _instant(want)
        case Matcher.TYPE:
            return _type(got) == want or (want == "number" and _type(got) == "integer")
        case Matcher.MATCHES:
            return isinstance(got, str) and re.search(str(want), got) is not None
        case Matcher.LENGTH:
            return isinstance(got, list) and _equal(len(got), want)
        case Matcher.CONTAINS:
            return _contains(got, want)
        case Matcher.EXCLUDES:
            return isinstance(got, list) and not _contains(got, want)
        case Matcher.UNORDERED:
            same = isinstance(got, list) and isinstance(want, list) and len(got) == len(want)
            return same and all(_contains(got, item) for item in want)
        case Matcher.OMITS:
            return str(want).casefold() not in json.dumps(got, ensure_ascii=False).casefold()
        case Matcher.ABSENT:
            return False


def _equal(got: Any, want: Any) -> bool:
    """Equality of JSON values: 3 equals 3.0, but true does not equal 1."""
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(_equal, got, want))
    if isinstance(got, dict) and isinstance(want, dict):
        return got.keys() == want.keys() and all(_equal(got[key], want[key]) for key in got)
    return bool(got == want)


def _contains(got: Any, want: Any) -> bool:
    return isinstance(got, list) and any(_agrees(item, want) for item in got)


def _agrees(got: Any, want: Any) -> bool:
    if not isinstance(want, dict):
        return _equal(got, want)
    return isinstance(got, dict) and all(
        key in got and _agrees(got[key], value) for key, value in want.items()
    )


def _instant(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", list: "array", dict: "object", int: "integer", float: "number"}
    return names[type(value)]


def _exchange(request: requests.PreparedRequest, response: requests.Response) -> str:
    """Request and answer as they went over the wire, without the changing address."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return (
        f"{_sent(request)}\n"
        f"< {response.status_code} {response.reason}\n{head}\n\n{response.text[:2000]}"
    )


def _sent(request: requests.PreparedRequest) -> str:
    body = request.body or b""
    sent = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    return f"> {request.method} {request.path_url}\n{sent[:2000]}"
