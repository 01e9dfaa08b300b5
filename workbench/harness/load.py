"""Clients of one entity under load: they write records and check that the API still has them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterable
from urllib.parse import urlsplit

import requests
from pydantic import JsonValue

from workbench.harness.entity_client import EntityClient, LoadFailure, json_of
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.progress.results import KEPT_OF_ANSWER
from workbench.reference.data_for_tests import invariants_of, numbered_record
from workbench.reference.own_refusals import may_be_refused

TIMEOUT = 20.0


class UnfinishedRequest:
    """A create whose body is still being sent: its last byte is missing. Does blocking I/O."""

    def __init__(self, url: str, path: str, body: bytes, authorization: str = "") -> None:
        signed = f"Authorization: {authorization}\r\n" if authorization else ""
        address = urlsplit(url)
        self._rest = body[-1:]
        self._link = socket.create_connection((address.hostname or "", address.port or 80), TIMEOUT)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n{signed}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._link.sendall(head.encode() + body[:-1])

    def abandon(self) -> None:
        """Closes the connection without sending the rest."""
        self._link.close()

    def finish(self) -> str:
        """Sends the rest; returns the start of the response, or an empty text if the connection was closed."""
        with self._link as link:
            try:
                link.sendall(self._rest)
                return link.recv(65536).decode("utf-8", "replace")
            except OSError:
                return ""


class Client(EntityClient):
    """Writes numbered records, and records which were acknowledged. Thread-safe; does blocking I/O.

    A write rejected with 409 by an invariant or a text-only rule is not counted as acknowledged.
    """

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        super().__init__(plan, entity, url)
        self.acknowledged: dict[int | str, dict[str, JsonValue]] = {}
        self._lock = threading.Lock()
        self._before = 0
        changes = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH)
        self._is_ruled = bool(invariants_of(plan, entity)) or may_be_refused(plan, entity, *changes)

    def prepare(self) -> None:
        """Creates what the records refer to, and counts the records that other loads left."""
        super().prepare()
        self._before = self._listed()

    def values(self, number: int) -> dict[str, JsonValue]:
        """The values of record `number`, unique wherever the plan requires it."""
        values = numbered_record(self._plan, self._entity, number)
        filled = self._parents.fill(values)
        assert isinstance(filled, dict)
        return filled

    def create_and_change(self, numbers: Iterable[int]) -> None:
        """Creates each record and, if the entity can be changed, changes it at once."""
        change = self._plan.change_role(self._entity.name)
        with self.session() as session:
            try:
                for number in numbers:
                    identifier = self._create(session, number)
                    if change is not None and identifier is not None:
                        self._change(session, change, identifier, number + 100_000)
            except requests.RequestException as error:
                raise LoadFailure(
                    "the server stopped responding under load", "a response", type(error).__name__
                ) from error

    def begin_create(self, number: int) -> UnfinishedRequest:
        """Sends a create without the end of its body. Raises `OSError`."""
        body = json.dumps(self._body(BindingRole.CREATE, self.values(number))).encode()
        with self.session() as session:
            signed = str(session.headers.get("Authorization", ""))
        return UnfinishedRequest(self.url, self._path(BindingRole.CREATE), body, signed)

    def write_until(self, stop: threading.Event, start: int) -> None:
        """Creates records until `stop` is set or the server is gone."""
        number = start
        with self.session() as session:
            while not stop.is_set():
                try:
                    self._create(session, number)
                except requests.RequestException:
                    return
                number += 1

    def check_all(self, expected: int) -> None:
        """Every acknowledged record exists once, as last written, and the list's total agrees."""
        if self._is_ruled:
            expected = len(self.acknowledged)
        if len(self.acknowledged) != expected:
            actual = f"{len(self.acknowledged)} different ids"
            raise LoadFailure("parallel creates share or lose ids", f"{expected} records", actual)
        self.check_acknowledged()
        if not self._binding(BindingRole.LIST).total:
            return
        wanted, total = self._before + expected, self._listed()
        if total != wanted:
            raise LoadFailure("the list's total is wrong after load", str(wanted), str(total))

    def _listed(self) -> int:
        """How many records the list says that there are; 0 if it does not say."""
        if not self._binding(BindingRole.LIST).total:
            return 0
        with self.session() as session:
            response = self._get(session, self._path(BindingRole.LIST))
        return self._total_of(response)

    def check_acknowledged(self) -> None:
        """Reads every acknowledged record back. Raises `LoadFailure` for the first that differs."""
        binding = self._binding(BindingRole.READ)
        told_apart = self._entity.text_field
        with self.session() as session:
            for identifier, values in self.acknowledged.items():
                response = self._get(session, self._path(BindingRole.READ, identifier))
                if response.status_code != 200:
                    raise LoadFailure(
                        "an acknowledged write is gone",
                        "status 200",
                        f"status {response.status_code}",
                    )
                if told_apart is None or told_apart.name not in values:
                    continue
                stored = at(json_of(response), binding.body_out + told_apart.place)
                wanted = values[told_apart.name]
                if stored != wanted:
                    raise LoadFailure("a write was lost or mixed up", str(wanted), str(stored))

    def _get(self, session: requests.Session, path: str) -> requests.Response:
        """The response to a read after the load. Raises `LoadFailure` without one."""
        try:
            return session.get(self.url + path, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise LoadFailure(
                "the server does not respond after the load",
                "a response",
                type(error).__name__,
                str(error)[:KEPT_OF_ANSWER],
            ) from error

    def _create(self, session: requests.Session, number: int) -> int | str | None:
        """The new record's id; None if a rule refuses it."""
        values = self.values(number)
        body = self._body(BindingRole.CREATE, values)
        response = session.post(
            self.url + self._path(BindingRole.CREATE), json=body, timeout=TIMEOUT
        )
        if self._is_ruled and response.status_code == 409:
            return None
        if response.status_code >= 400:
            raise LoadFailure(
                "a create was rejected under load",
                "201",
                str(response.status_code),
                response.text[:KEPT_OF_ANSWER],
            )
        identifier = self._id_of(response)
        with self._lock:
            if identifier in self.acknowledged:
                raise LoadFailure("two creates returned the same id", "unique ids", str(identifier))
            self.acknowledged[identifier] = values
        return identifier

    def _change(
        self, session: requests.Session, role: BindingRole, identifier: int | str, number: int
    ) -> None:
        values = self.values(number)
        path = self.url + self._path(role, identifier)
        body = self._body(role, values)
        response = session.request(self._method(role), path, json=body, timeout=TIMEOUT)
        if self._is_ruled and response.status_code == 409:
            return
        if response.status_code >= 400:
            raise LoadFailure(
                "a change was rejected under load",
                "200",
                str(response.status_code),
                response.text[:KEPT_OF_ANSWER],
            )
        with self._lock:
            self.acknowledged[identifier] = values
