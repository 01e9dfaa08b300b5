"""A server inside the process that answers as the reference does, with a seeded fault if asked to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from requests.adapters import BaseAdapter

from workbench.harness.http_steps import HttpRunner
from workbench.plan.system import SystemPlan
from workbench.reference.execution.formats import InstantText
from workbench.reference.execution.index import Index
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.requests import Request
from workbench.reference.execution.state import State
from workbench.reference.execution.symbols import ABSENT, Among, Moment, Open, RecordId, Token

# Takes the state before, the request, and the answer with the state after it; gives another.
SeededFault = Callable[[State, Request, Outcome], Outcome]


class ReferenceServer(BaseAdapter):
    """Takes the first of the answers that the reference allows."""

    def __init__(self, plan: SystemPlan, fault: SeededFault | None = None) -> None:
        super().__init__()
        self.reference = Reference(plan)
        self.plan = plan
        self.index = Index(plan)
        self.state = self.reference.start()
        self.fault = fault
        self.moments = {0: _now()}

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        read = self._read(request)
        outcome = self.reference.outcomes(self.state, read)[0]
        if self.fault is not None:
            outcome = self.fault(self.state, read, outcome)
        self.state = outcome.state
        self.moments[self.state.served] = _now()
        return self._response(request, outcome)

    def close(self) -> None:
        """Nothing is open."""

    def _read(self, request: requests.PreparedRequest) -> Request:
        parts = urlsplit(request.url or "")
        sent = {key.lower(): str(value) for key, value in request.headers.items()}
        scheme, _, token = sent.get("authorization", "").partition(" ")
        if token.startswith("t-"):
            account, issued = token[2:].split("-")
            sent["authorization"] = f"{scheme} {Token(int(account), int(issued))}"
        path = unquote(parts.path)
        found = self.index.route(path)
        purpose = found[0].purposes.get(request.method or "") if found else None
        body: Any = ABSENT
        if request.body is not None and purpose is not None:
            body = json.loads(request.body)
            if purpose.entity is not None and isinstance(body, dict):
                body = {
                    name: self._in_body(purpose.entity.name, name, v) for name, v in body.items()
                }
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if purpose is not None and purpose.entity is not None:
            segments = path.strip("/").split("/")
            segments = [
                self._identifier(purpose.entity.name, int(part), str) if part.isdigit() else part
                for part in segments
            ]
            path = "/" + "/".join(segments)
            query = {
                name: self._in_query(purpose.entity.name, name, v) for name, v in query.items()
            }
        return Request(request.method or "", path, query, sent, body)

    def _identifier(self, entity: str, number: int, form: Callable[[Any], Any]) -> Any:
        given_out = self.state.given_out.get(entity, 0)
        return form(RecordId(entity, number)) if 1 <= number <= given_out else form(number)

    def _reference(self, entity: str, name: str) -> str | None:
        fields = {field.name: field for field in self.plan.entity(entity).fields}
        return fields[name].target if name in fields else None

    def _in_body(self, entity: str, name: str, value: Any) -> Any:
        ref = self._reference(entity, name)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return self._identifier(ref, value, lambda v: v) if ref and is_number else value

    def _in_query(self, entity: str, name: str, value: str) -> str:
        ref = self._reference(entity, name)
        return str(self._identifier(ref, int(value), str)) if ref and value.isdigit() else value

    def _response(self, request: requests.PreparedRequest, outcome: Outcome) -> requests.Response:
        response = requests.Response()
        response.status_code = min(outcome.status) if outcome.status else 200
        response.request, response.url = request, request.url or ""
        body = _written(outcome.body, self.moments)
        if outcome.refused:
            errors = [{"field": name, "message": "no"} for name in outcome.fields]
            body = {"title": "no", "status": response.status_code, "errors": errors}
        response.headers["Content-Type"] = (
            self.plan.error_profile.media_type if outcome.refused else "application/json"
        )
        response.headers.update(_plain(outcome.headers))
        if outcome.location is not None:
            response.headers["Location"] = "/"
        response._content = json.dumps(body).encode()
        return response


def runner_on(server: ReferenceServer) -> HttpRunner:
    """A runner whose requests go to that server, without a connection."""
    session = requests.Session()
    session.mount("http://", server)
    return HttpRunner("http://server.test", _sessions={"http://server.test": session})


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: pattern.strip("^$") for name, pattern in headers.items()}


def _written(value: Any, moments: Mapping[int, str]) -> Any:
    match value:
        case Moment():
            return moments[value.number]
        case RecordId():
            return value.number
        case Token():
            return f"t-{value.account}-{value.issued}"
        case Open():
            return 0
        case InstantText():
            instant = datetime.fromisoformat(value).astimezone(UTC)
            return instant.isoformat().replace("+00:00", "Z")
        case dict():
            return {name: _written(part, moments) for name, part in value.items()}
        case list():
            return _list(value, moments)
    return None if value is ABSENT else value


def _list(items: list[Any], moments: Mapping[int, str]) -> list[Any]:
    """Records that are equal in the order come one after the other."""
    written: list[Any] = []
    used: dict[str, int] = {}
    for item in items:
        if isinstance(item, Among):
            place = used.get(repr(item), 0)
            used[repr(item)] = place + 1
            item = item.trees[place % len(item.trees)]
        written.append(_written(item, moments))
    return written
