"""An attacking client: requests that no legitimate client sends, and their required effect. Does blocking I/O."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from pydantic import JsonValue

from workbench.harness.entity_client import EntityClient, LoadFailure
from workbench.harness.http_client import ServerSession
from workbench.harness.load import UnfinishedRequest
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.progress.results import KEPT_OF_ANSWER
from workbench.reference.data_for_tests import record

TIMEOUT = 15.0
# An id that a client chooses, and that a server must not take over.
CHOSEN_ID = 4711
OVERSIZED_BYTES = 4 << 20
NESTING = 20_000
INJECTIONS = (
    "'; DROP TABLE {table}; --",
    '" OR "1"="1',
    "1) UNION SELECT name FROM sqlite_master --",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "{{{{7*7}}}} ${{7*7}}",
)
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
    """Attacks one entity of a running server. Each attack raises `LoadFailure` if it succeeds."""

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        super().__init__(plan, entity, url)
        self._session = ServerSession(url)
        self._stored = 0
        create = plan.binding(entity.name, BindingRole.CREATE)
        assert create is not None
        self._created = plan.operation(create.operation).success

    def prepare(self) -> None:
        super().prepare()
        self._session.headers.update(self._headers)
        self._stored = self._total()

    def attacks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Every attack by name, in order; the last one checks that the server and its data are intact."""
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
        field = self._entity.text_field
        for number, pattern in enumerate(INJECTIONS if field is not None else ()):
            assert field is not None
            text = f"{pattern.format(table=self._entity.plural)} {number}"
            response = self._create(self._values(number) | {field.name: text})
            if response.status_code in (400, 409, 422):
                continue  # the plan does not allow such a text
            self._expect(
                response, "a text with an injection is not stored like any other", self._created
            )
            read = self._send("GET", self._path(BindingRole.READ, self._id_of(response)))
            shown = at(read.json(), self._binding(BindingRole.READ).body_out + field.place)
            if shown != text:
                raise LoadFailure("an injected text was changed", text, str(shown))

    def _search(self) -> None:
        binding = self._binding(BindingRole.LIST)
        if binding.search is None:
            return
        for text in ("' OR '1'='1", "%", "_", "\\", '"'):
            response = self._list({binding.search: text})
            self._expect(response, f"a search for {text!r} fails", 200)
            for item in self._items_of(response):
                if text not in json.dumps(item, ensure_ascii=False).replace('\\"', '"').replace(
                    "\\\\", "\\"
                ):
                    raise LoadFailure(
                        f"a search for {text!r} returned a record without it", "none", str(item)
                    )

    def _query(self) -> None:
        binding = self._binding(BindingRole.LIST)
        if binding.sort is not None:
            response = self._list({binding.sort: "id; DROP TABLE x"})
            self._expect(response, "an invalid sort order is not rejected", 400, 422)
        for name in filter(None, (binding.limit, binding.offset)):
            for value in ("-1", "99999999999999999999", "1e9", "0x10"):
                self._harmless(self._list({name: value}), f"{name}={value}")
        response = self._list({"q": "x\r\nX-Injected: 1"})
        if "X-Injected" in response.headers:
            raise LoadFailure("a header was injected", "no such header", str(response.headers))

    def _traversal(self) -> None:
        for path in TRAVERSALS:
            text = self._raw(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
            )
            if any(mark in text for mark in FILE_MARKS):
                raise LoadFailure(f"{path} returned a file of the server", "no file", text[:300])

    def _oversized(self) -> None:
        # Valid apart from its size, so that only a limit on the body can reject it.
        padded = self._values(len(INJECTIONS)) | {"field_nobody_declared": "x" * OVERSIZED_BYTES}
        body = json.dumps(self._body(BindingRole.CREATE, padded)).encode()
        try:
            response = self._create_raw(body)
        except requests.ConnectionError:
            return  # resetting the connection counts as a rejection
        if not 400 <= response.status_code < 500:
            raise LoadFailure(
                "an oversized body is not rejected", "4xx or a reset", str(response.status_code)
            )

    def _nested(self) -> None:
        for body in (b"[" * NESTING, b'{"a":' * NESTING):
            try:
                response = self._create_raw(body)
            except requests.ConnectionError:
                continue
            self._expect(response, "a deeply nested body is not rejected", *range(400, 500))

    def _truncated(self) -> None:
        path = self._path(BindingRole.CREATE)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        self._raw(f"{head}Content-Length: 400\r\n\r\n{{".encode(), half_close=True)
        self._raw(b"GET / HTTP/1.1\r\nHo", half_close=True)
        self._raw(b"\x00\xff\xfe not http\r\n\r\n", half_close=True)

    def _bytes(self) -> None:
        field = self._entity.text_field
        if field is None:
            return
        for text in (
            "\u0000",
            "a\u0000b",
            "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        ):
            response = self._create(self._values(0) | {field.name: text + " bytes"})
            self._harmless(response, f"the text {text!r}")
        self._harmless(
            self._create_raw(b'{"' + field.name.encode() + b'": "\xff\xfe"}'),
            "bytes that are not UTF-8",
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
                response = self._send(
                    "POST", self._path(BindingRole.CREATE), data=b"{", headers=headers
                )
            except requests.ConnectionError as error:
                raise LoadFailure(
                    f"{what} gets no response", "4xx", type(error).__name__
                ) from error
            self._expect(response, f"{what} is not rejected", *range(400, 500))

    def _mass_assignment(self) -> None:
        server_fields: dict[str, JsonValue] = {
            "id": CHOSEN_ID,
            "created_at": "1999-01-01T00:00:00Z",
            "role": "admin",
        }
        response = self._create(server_fields | self._values(len(INJECTIONS) + 1))
        if response.status_code == 409:
            return  # the plan allows too few different values for one more record
        if self._plan.document is not None and response.status_code in (400, 422):
            return  # the document may forbid members that it does not name
        self._expect(response, "fields that only the server sets are not ignored", self._created)
        binding = self._binding(BindingRole.CREATE)
        record = at(response.json(), binding.body_out)
        for name, value in server_fields.items():
            if isinstance(record, dict) and record.get(name) == value:
                raise LoadFailure(f"a client set {name}", "the server's own value", str(value))

    def _methods(self) -> None:
        path = self._path(BindingRole.CREATE)
        for method in ("TRACE", "CONNECT", "PROPFIND", "BREW"):
            request = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            status = self._raw(request.encode()).split(" ", 2)[1:2]
            if status and status[0][0] not in "45":
                raise LoadFailure(f"{method} is not rejected", "4xx or 501", status[0])
        total = self._total()
        self._send("GET", path, headers={"X-HTTP-Method-Override": "DELETE"})
        if self._total() != total:
            raise LoadFailure(
                "a header turned a read into a delete", str(total), str(self._total())
            )

    def _cors(self) -> None:
        response = self._send("GET", self._path(BindingRole.LIST), headers={"Origin": STRANGER})
        if response.headers.get("Access-Control-Allow-Credentials", "").lower() == "true":
            allowed = response.headers.get("Access-Control-Allow-Origin", "")
            if allowed in ("*", STRANGER):
                raise LoadFailure(
                    "a foreign origin may use the user's credentials", "not both", allowed
                )

    def _slow(self) -> None:
        """Clients that never finish their request do not delay others."""
        path = self._path(BindingRole.CREATE)
        body = json.dumps(self._body(BindingRole.CREATE, self._values(0))).encode()
        signed = str(self._headers.get("Authorization", ""))
        unfinished = [UnfinishedRequest(self.url, path, body, signed) for _ in range(SLOW_CLIENTS)]
        others = (("GET", self._path(BindingRole.LIST), b""), ("POST", path, b"{"))
        headers = self._headers | {"Content-Type": "application/json"}
        try:
            for method, where, sent in others:
                self._session.request(
                    method, self.url + where, data=sent, headers=headers, timeout=PATIENCE
                )
        except requests.Timeout as error:
            what = f"{SLOW_CLIENTS} slow clients block {method} {where}"
            raise LoadFailure(what, f"a response within {PATIENCE:g} s", "none") from error
        finally:
            for request in unfinished:
                request.abandon()

    def _aftermath(self) -> None:
        """The server still responds, and every acknowledged record is still there."""
        response = self._list({})
        self._expect(response, "after the attacks the list fails", 200)
        total = self._total()
        if total != self._stored:
            raise LoadFailure(
                "an attack changed the number of records", str(self._stored), str(total)
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
            raise LoadFailure(
                f"{method} {path} got no response", "a response", type(error).__name__
            ) from error

    def _create(self, values: dict[str, JsonValue]) -> requests.Response:
        body = self._body(BindingRole.CREATE, values)
        response = self._send("POST", self._path(BindingRole.CREATE), json=body)
        self._stored += response.status_code == self._created
        return response

    def _create_raw(self, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        response = self._send("POST", self._path(BindingRole.CREATE), data=body, headers=headers)
        self._stored += response.status_code == self._created
        return response

    def _list(self, query: dict[str, str]) -> requests.Response:
        return self._send("GET", self._path(BindingRole.LIST), params=query)

    def _total(self) -> int:
        return self._total_of(self._list({}))

    def _raw(self, request: bytes, *, half_close: bool = False) -> str:
        """Sends raw bytes; returns what is received until the connection closes, or an empty text."""
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

    def _expect(self, response: requests.Response, what: str, *status: int) -> None:
        if response.status_code not in status:
            allowed = " or ".join(map(str, status[:3]))
            raise LoadFailure(
                what, allowed, str(response.status_code), response.text[:KEPT_OF_ANSWER]
            )

    def _harmless(self, response: requests.Response, what: str) -> None:
        if response.status_code >= 500:
            raise LoadFailure(
                f"{what} must not cause a server error",
                "no 5xx",
                str(response.status_code),
                response.text[:KEPT_OF_ANSWER],
            )
