"""Runs HTTP steps against a server, with the same meaning as in the Go contract tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

from workbench.errors import MeasurementError
from workbench.harness.http_client import Answer, ServerSession, user_agent
from workbench.harness.matchers import MISSING, at, is_met
from workbench.harness.parallel.simultaneous_requests import (
    NoResponse,
    ParallelResponse,
    send_at_once,
)
from workbench.harness.parallel.write_lock import no_writes
from workbench.harness.stand_ins import StandIn
from workbench.plan.language.moments import MOMENTS, moment
from workbench.plan.path_templates import is_like
from workbench.plan.patterns import is_found
from workbench.plan.steps import (
    CalledStep,
    Expectation,
    HttpStep,
    Match,
    Matcher,
    ParallelStep,
    PlainStep,
    is_header,
)
from workbench.plan.tokens import filled
from workbench.progress.results import KEPT_OF_ANSWER

REQUEST_TIMEOUT = 10.0


class StepFailed(MeasurementError):
    """A step had another result than expected; `rule` is the broken rule if it is not the gate's first."""

    rule = ""

    def __init__(self, step: str, expected: str, actual: str, evidence: str) -> None:
        self.step = step
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
        super().__init__(f"{step}: expected {expected}, got {actual}")


class RefusedInWords(MeasurementError):
    """A step was rejected, as a text-only rule of its operation allows."""

    def __init__(self, step: str, status: int) -> None:
        super().__init__(f"{step}: rejected with {status}, which a text-only rule allows")


@dataclass(frozen=True)
class Exchange:
    """A request that was answered: its name, the answer, and both as they went over the wire."""

    name: str
    response: requests.Response
    evidence: str

    @property
    def body(self) -> Any:
        """The answer's JSON. Raises `StepFailed` if it is none."""
        try:
            return self.response.json()
        except requests.JSONDecodeError as error:
            raise StepFailed(self.name, "a JSON body", str(error), self.evidence) from error


@dataclass
class HttpRunner:
    """Runs steps one after the other and keeps the values they capture. All methods block.

    If the server's `database` is known, every second parallel step is sent while it is locked.
    `began` is what `{{now}}` stands for.
    """

    base_url: str
    captured: dict[str, Any] = field(default_factory=dict)
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)
    database: Path | None = None
    began: datetime = field(default_factory=partial(datetime.now, UTC))
    _parallel_steps: int = field(default=0, repr=False)
    _sessions: Mapping[str, requests.Session] = field(default_factory=dict, repr=False)

    def run(self, step: PlainStep) -> None:
        """Sends the request, or all of them at once, and checks responses.

        Raises `StepFailed`, and `RefusedInWords` if a trace ends without a result.
        """
        match step:
            case ParallelStep():
                self._run_parallel(step)
            case CalledStep():
                self._check_calls(step)
            case HttpStep():
                self._run_one(step)

    def _check_calls(self, step: CalledStep) -> None:
        """Checks the requests that a stand-in recorded, up to now, from the system under test."""
        calls = self.stand_ins[step.integration].calls
        path = str(self.fill(step.path))
        matching = [
            call for call in calls if call.method == step.method and is_like(path, call.path)
        ]
        name = f"{step.integration} was called: {step.method} {path}"
        recorded = "\n".join(f"{call.method} {call.path} {json.dumps(call.body)}" for call in calls)
        if len(matching) != step.times:
            raise StepFailed(name, f"{step.times} times", f"{len(matching)} times", recorded[:4000])
        for match in step.body if matching else ():
            self._check_match(match, matching[-1].body, name, recorded[:4000])

    def _run_parallel(self, step: ParallelStep) -> None:
        self._parallel_steps += 1
        exchanges = self.send_at_once(step.steps, locked=self._parallel_steps % 2 == 0)
        got = dict(sorted(Counter(one.response.status_code for one in exchanges).items()))
        wanted = dict(sorted(step.answers.items()))
        name = f"{len(exchanges)} at once: {exchanges[0].name}"
        in_words = {status for part in step.steps for status in part.or_refused}
        if got != wanted and got.keys() <= in_words:
            raise RefusedInWords(name, next(iter(got)))
        if got != wanted:
            evidence = "\n\n".join(exchange.evidence for exchange in exchanges)
            raise StepFailed(name, _counted(wanted), _counted(got), evidence)

    def _run_one(self, step: HttpStep) -> None:
        exchange = self.send(step)
        status = exchange.response.status_code
        if status in step.or_refused and status not in step.expect.status:
            raise RefusedInWords(exchange.name, status)
        self.check(step.expect, exchange)
        self.capture(step.capture, exchange)

    def send(self, step: HttpStep) -> Exchange:
        """Sends a step's request. Raises `StepFailed` if it gets no answer."""
        request = self._request(step)
        name = f"{request.method} {request.path_url}"
        response = self._response(request, name)
        return Exchange(name, response, _exchange(request, response))

    def send_at_once(self, steps: Sequence[HttpStep], *, locked: bool = False) -> list[Exchange]:
        """Sends requests that reach the server at the same moment. Raises `StepFailed` without answers.

        With `locked`, they reach it while nobody can write to its database. A server need not wait
        for that: what it could not do meanwhile is sent again, one request after the other.
        """
        prepared = [self._request(step) for step in steps]
        held = no_writes(self.database) if locked and self.database is not None else None
        try:
            answers = send_at_once(prepared, REQUEST_TIMEOUT, held)
        except NoResponse as failed:
            raise StepFailed(failed.request, "an answer", failed.cause, "") from failed
        return [
            self.send(step)
            if held is not None and answer.status >= 500
            else Exchange(
                f"{request.method} {request.path_url}",
                _response_of(answer),
                _parallel_exchange(request, answer),
            )
            for step, request, answer in zip(steps, prepared, answers, strict=True)
        ]

    def check(self, expect: Expectation, exchange: Exchange) -> None:
        """Raises `StepFailed` if the answer is not as expected."""
        self._check_head(expect, exchange)
        body = exchange.body if expect.body else None
        for match in expect.body:
            self._check_match(match, body, exchange.name, exchange.evidence)

    def capture(self, places: Mapping[str, str], exchange: Exchange) -> None:
        """Takes values out of the answer. Raises `StepFailed` if one is not there."""
        for name, place in places.items():
            if is_header(place):
                self._capture_header(name, place, exchange)
                continue
            value = at(exchange.body, place)
            if value is MISSING:
                raise StepFailed(exchange.name, f"a value at {place}", "nothing", exchange.evidence)
            self.captured[name] = value

    def _request(self, step: HttpStep) -> requests.PreparedRequest:
        headers = {"User-Agent": user_agent(), "Accept": "*/*"}
        headers |= {key: str(self.fill(value)) for key, value in step.headers.items()}
        data: bytes | None = None
        if step.raw is not None:
            data = str(self.fill(step.raw)).encode()
        elif step.body is not None:
            data = json.dumps(self.fill(step.body)).encode()
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        request = requests.Request(
            step.method,
            self._address(str(self.fill(step.path))),
            params={key: str(self.fill(value)) for key, value in step.query.items()},
            headers=headers,
            data=data,
        )
        try:
            return request.prepare()
        except (requests.RequestException, UnicodeError) as error:
            wanted = "captured values that a request can hold"
            raise StepFailed(step.path, wanted, type(error).__name__, str(error)[:300]) from error

    def _address(self, path: str) -> str:
        """The URL of a path on this server; a captured value may be a whole URL.

        Raises `StepFailed` for a URL of another server.
        """
        address = urljoin(self.base_url + "/", path)
        if not address.startswith(self.base_url + "/"):
            raise StepFailed(path, "a URL of this server", address, "")
        return address

    def _response(self, request: requests.PreparedRequest, name: str) -> requests.Response:
        if self.base_url not in self._sessions:
            self._sessions = {self.base_url: ServerSession(self.base_url)}
        try:
            return self._sessions[self.base_url].send(request, timeout=REQUEST_TIMEOUT)
        except requests.RequestException as error:
            raise StepFailed(name, "an answer", type(error).__name__, str(error)) from error

    def _capture_header(self, capture: str, header: str, exchange: Exchange) -> None:
        headers = exchange.response.headers
        if header not in headers:
            raise StepFailed(exchange.name, f"a header {header}", "none", exchange.evidence)
        self.captured[capture] = headers[header]

    def _check_head(self, expect: Expectation, exchange: Exchange) -> None:
        response, evidence = exchange.response, exchange.evidence
        if response.status_code not in expect.status:
            wanted = " or ".join(map(str, expect.status))
            got = f"status {response.status_code}"
            raise StepFailed(exchange.name, f"status {wanted}", got, evidence)
        for header, told in expect.headers.items():
            pattern = str(self.fill(told))
            value = response.headers.get(header, "")
            if not is_found(pattern, value):
                wanted = f"header {header} to match {pattern}"
                raise StepFailed(exchange.name, wanted, repr(value), evidence)

    def _check_match(self, match: Match, body: Any, name: str, evidence: str) -> None:
        want = self.fill(match.value)
        if is_met(match, body, want):
            return
        got, where = at(body, match.pointer), match.pointer or "the body"
        if match.op is Matcher.ABSENT:
            raise StepFailed(name, f"no {where}", json.dumps(got), evidence)
        if got is MISSING:
            raise StepFailed(name, f"{where} to be there", "nothing", evidence)
        wanted = f"{where} {match.op} {json.dumps(want)}"
        raise StepFailed(name, wanted, json.dumps(got)[:KEPT_OF_ANSWER], evidence)

    def fill(self, value: Any) -> Any:
        """The value with capture tokens replaced by captured values."""
        return filled(value, self._look_up)

    def _look_up(self, name: str, delta: int) -> Any:
        if name in MOMENTS and name not in self.captured:
            return moment(name, delta, self.began)
        value = self.captured.get(name)
        return value + delta if delta and isinstance(value, int) else value


def _response_of(answer: ParallelResponse) -> requests.Response:
    return Answer.of(answer.status, answer.headers, answer.text.encode())


def _parallel_exchange(request: requests.PreparedRequest, response: ParallelResponse) -> str:
    return f"{_sent(request)}\n< {response.status}\n{response.text[:300]}"


def _counted(statuses: dict[int, int]) -> str:
    return ", ".join(f"{count} times {status}" for status, count in statuses.items()) or "none"


def _exchange(request: requests.PreparedRequest, response: requests.Response) -> str:
    """Request and response as sent, without the varying host and port."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return (
        f"{_sent(request)}\n"
        f"< {response.status_code} {response.reason}\n{head}\n\n{response.text[:2000]}"
    )


def _sent(request: requests.PreparedRequest) -> str:
    body = request.body or b""
    sent = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    return f"> {request.method} {request.path_url}\n{sent[:2000]}"
