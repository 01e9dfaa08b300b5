"""A hostile client: requests that no good client sends, and what must come of them. Blocks."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from pydantic import JsonValue

from workbench.harness.entity_client import EntityClient, LoadFault
from workbench.harness.http_client import plain_session
from workbench.harness.load import BegunRequest
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.test_data import record

TIMEOUT = 15.0
OVERSIZED_BYTES = 4 << 20
NESTING = 20_000
INJECTIONS = (
    "'; DROP TABLE {table}; --",
    "\" OR \"1\"=\"1",
    "1) UNION SELECT name FROM sqlite_master --",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "{{{{7*7}}}} ${{7*7}}",
)  # fmt: skip
TRAVERSALS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc/passwd",
    "/assets/../../go.mod",
    "//etc/passwd",
)
FILE_MARKS = ("root:x:", "module ", "SQLite format 3")
SLOW_CLIENTS = 8
PATIENCE = 5.0
STRANGER = "https://stranger.example"


class Attacker(EntityClient):
    """Attacks one entity of a running server. Every attack raises `LoadFault` when it succeeds."""

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        super().__init__(plan, entity, url)
        self._session = plain_session()
        self._stored = 0
        create = plan.binding(entity.name, BindingRole.CREATE)
        assert create is not None
        self._created = plan.operation(create.operation).success

    def prepare(self) -> None:
        super().prepare()
        self._session.headers.update(self._headers)
        self._stored = self._total()

    def attacks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Every attack by name, in order; the last one looks at what is left."""
        yield "injection", self._injection
        yield "search", self._search
        yield "query", self._query
        yield "traversal", self._traversal
        yield "oversized", self._oversized
        yield "nested", self._nested
        yield "truncated", self._truncated
        yield "bytes", self._bytes
        yield "media_type", self._media_type
        yield "mass_assignment", self._mass_assignment
        yield "method", self._methods
        yield "cors", self._cors
        yield "slow", self._slow
        yield "aftermath", self._aftermath

    def close(self) -> None:
        self._session.close()

    # -- attacks ------------------------------------------------------------------------------

    def _injection(self) -> None:
        for number, pattern in enumerate(INJECTIONS):
            text = f"{pattern.format(table=self._entity.plural)} {number}"
            answer = self._create(self._values(number) | {self._entity.display_field: text})
            if answer.status_code in (400, 409, 422):
                continue  # a rule of the plan keeps it out
            self._expect(answer, "an injected text is stored like any other", self._created)
            read = self._send("GET", self._path(BindingRole.READ, self._id_of(answer)))
            display = self._entity.field(self._entity.display_field)
            shown = at(read.json(), self._binding(BindingRole.READ).body_out + display.place)
            if shown != text:
                raise LoadFault("an injected text was changed", text, str(shown))

    def _search(self) -> None:
        binding = self._binding(BindingRole.LIST)
        if binding.search is None:
            return
        for text in ("' OR '1'='1", "%", "_", "\\", '"'):
            answer = self._list({binding.search: text})
            self._expect(answer, f"a search for {text!r} is harmless", 200)
            for item in at(answer.json(), binding.items):
                if text not in json.dumps(item, ensure_ascii=False).replace('\\"', '"').replace(
                    "\\\\", "\\"
                ):
                    raise LoadFault(
                        f"a search for {text!r} found what does not hold it", "none", str(item)
                    )

    def _query(self) -> None:
        binding = self._binding(BindingRole.LIST)
        if binding.sort is not None:
            answer = self._list({binding.sort: "id; DROP TABLE x"})
            self._expect(answer, "an order that is none is refused", 400, 422)
        for name in filter(None, (binding.limit, binding.offset)):
            for value in ("-1", "99999999999999999999", "1e9", "0x10"):
                self._harmless(self._list({name: value}), f"{name}={value}")
        answer = self._list({"q": "x\r\nX-Injected: 1"})
        if "X-Injected" in answer.headers:
            raise LoadFault("a header was injected", "no such header", str(answer.headers))

    def _traversal(self) -> None:
        for path in TRAVERSALS:
            text = self._raw(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
            )
            if any(mark in text for mark in FILE_MARKS):
                raise LoadFault(f"{path} gave out a file", "no file", text[:300])

    def _oversized(self) -> None:
        # Otherwise acceptable, so that only a limit on the body can refuse it.
        padded = self._values(len(INJECTIONS)) | {"field_nobody_declared": "x" * OVERSIZED_BYTES}
        body = json.dumps(self._body(BindingRole.CREATE, padded)).encode()
        try:
            answer = self._create_raw(body)
        except requests.ConnectionError:
            return  # resetting the connection is as good a refusal
        if not 400 <= answer.status_code < 500:
            raise LoadFault(
                "an oversized body is refused", "4xx or a reset", str(answer.status_code)
            )

    def _nested(self) -> None:
        for body in (b"[" * NESTING, b'{"a":' * NESTING):
            try:
                answer = self._create_raw(body)
            except requests.ConnectionError:
                continue
            self._expect(answer, "a deeply nested body is refused", *range(400, 500))

    def _truncated(self) -> None:
        path = self._path(BindingRole.CREATE)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        self._raw(f"{head}Content-Length: 400\r\n\r\n{{".encode(), half_close=True)
        self._raw(b"GET / HTTP/1.1\r\nHo", half_close=True)
        self._raw(b"\x00\xff\xfe not http\r\n\r\n", half_close=True)

    def _bytes(self) -> None:
        for text in (
            "\u0000",
            "a\u0000b",
            "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        ):
            answer = self._create(self._values(0) | {self._entity.display_field: text + " bytes"})
            self._harmless(answer, f"the text {text!r}")
        self._harmless(
            self._create_raw(b'{"' + self._entity.display_field.encode() + b'": "\xff\xfe"}'),
            "bytes that are no UTF-8",
        )

    def _media_type(self) -> None:
        for media_type in (
            "application/json; =",
            ";;;",
            "text/\u00e9",
            "application/json; charset",
        ):
            headers = {"Content-Type": media_type.encode("latin-1")}
            what = f"the media type {media_type!r}"
            try:
                answer = self._send(
                    "POST", self._path(BindingRole.CREATE), data=b"{", headers=headers
                )
            except requests.ConnectionError as error:
                raise LoadFault(f"{what} is refused", "4xx", type(error).__name__) from error
            self._expect(answer, f"{what} is refused", *range(400, 500))

    def _mass_assignment(self) -> None:
        given: dict[str, JsonValue] = {
            "id": 4711,
            "created_at": "1999-01-01T00:00:00Z",
            "role": "admin",
        }
        answer = self._create(given | self._values(len(INJECTIONS) + 1))
        if answer.status_code == 409:
            return  # the plan allows too few different values to make another
        self._expect(answer, "fields that are the server's own are ignored", self._created)
        binding = self._binding(BindingRole.CREATE)
        made = at(answer.json(), binding.body_out)
        for name, value in given.items():
            if isinstance(made, dict) and made.get(name) == value:
                raise LoadFault(f"a client set {name}", "the server's own value", str(value))

    def _methods(self) -> None:
        path = self._path(BindingRole.CREATE)
        for method in ("TRACE", "CONNECT", "PROPFIND", "BREW"):
            request = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            status = self._raw(request.encode()).split(" ", 2)[1:2]
            if status and status[0][0] not in "45":
                raise LoadFault(f"{method} is refused", "4xx or 501", status[0])
        total = self._total()
        self._send("GET", path, headers={"X-HTTP-Method-Override": "DELETE"})
        if self._total() != total:
            raise LoadFault(
                "a header turned a read into a deletion", str(total), str(self._total())
            )

    def _cors(self) -> None:
        answer = self._send("GET", self._path(BindingRole.LIST), headers={"Origin": STRANGER})
        if answer.headers.get("Access-Control-Allow-Credentials", "").lower() == "true":
            allowed = answer.headers.get("Access-Control-Allow-Origin", "")
            if allowed in ("*", STRANGER):
                raise LoadFault(
                    "a stranger's page may use a person's credentials", "not both", allowed
                )

    def _slow(self) -> None:
        """Clients that never end their request keep nobody waiting."""
        path = self._path(BindingRole.CREATE)
        body = json.dumps(self._body(BindingRole.CREATE, self._values(0))).encode()
        signed = str(self._headers.get("Authorization", ""))
        begun = [BegunRequest(self.url, path, body, signed) for _ in range(SLOW_CLIENTS)]
        others = (("GET", self._path(BindingRole.LIST), b""), ("POST", path, b"{"))
        headers = self._headers | {"Content-Type": "application/json"}
        try:
            for method, where, sent in others:
                self._session.request(
                    method, self.url + where, data=sent, headers=headers, timeout=PATIENCE
                )
        except requests.Timeout as error:
            what = f"{SLOW_CLIENTS} slow clients keep {method} {where} waiting"
            raise LoadFault(what, f"an answer within {PATIENCE:g} s", "none") from error
        finally:
            for request in begun:
                request.abandon()

    def _aftermath(self) -> None:
        """The server still answers, and everything that it acknowledged is still there."""
        answer = self._list({})
        self._expect(answer, "after all of it the list still answers", 200)
        total = self._total()
        if total != self._stored:
            raise LoadFault(
                "something was written that should not be", str(self._stored), str(total)
            )

    # -- pieces -------------------------------------------------------------------------------

    def _values(self, number: int) -> dict[str, JsonValue]:
        filled = self._parents.fill(record(self._plan, self._entity, number))
        assert isinstance(filled, dict)
        return filled

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            return self._session.request(method, self.url + path, timeout=TIMEOUT, **options)
        except requests.ConnectionError:
            raise
        except requests.RequestException as error:
            raise LoadFault(
                f"{method} {path} was not answered", "an answer", type(error).__name__
            ) from error

    def _create(self, values: dict[str, JsonValue]) -> requests.Response:
        body = self._body(BindingRole.CREATE, values)
        answer = self._send("POST", self._path(BindingRole.CREATE), json=body)
        self._stored += answer.status_code == self._created
        return answer

    def _create_raw(self, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        answer = self._send("POST", self._path(BindingRole.CREATE), data=body, headers=headers)
        self._stored += answer.status_code == self._created
        return answer

    def _list(self, query: dict[str, str]) -> requests.Response:
        return self._send("GET", self._path(BindingRole.LIST), params=query)

    def _total(self) -> int:
        return self._total_of(self._list({}))

    def _raw(self, request: bytes, *, half_close: bool = False) -> str:
        """Sends bytes as they are; whatever comes back before the end, or nothing."""
        address = urlsplit(self.url)
        with socket.create_connection(
            (address.hostname or "", address.port or 80), TIMEOUT
        ) as link:
            try:
                link.sendall(request)
                if half_close:
                    link.shutdown(socket.SHUT_WR)
                return link.recv(65536).decode("utf-8", "replace")
            except OSError:
                return ""

    def _expect(self, answer: requests.Response, what: str, *status: int) -> None:
        if answer.status_code not in status:
            wanted = " or ".join(map(str, status[:3]))
            raise LoadFault(what, wanted, str(answer.status_code), answer.text[:1000])

    def _harmless(self, answer: requests.Response, what: str) -> None:
        if answer.status_code >= 500:
            raise LoadFault(
                f"{what} is no reason to fail",
                "no 5xx",
                str(answer.status_code),
                answer.text[:1000],
            )
