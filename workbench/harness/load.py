"""One entity's clients under load: what they wrote, and whether the API still knows it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterable
from urllib.parse import urlsplit

import requests
from pydantic import JsonValue

from workbench.harness.entity_client import EntityClient, LoadFault
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.test_data import numbered_record

TIMEOUT = 20.0


class BegunRequest:
    """A create whose body is still being sent: its last byte is missing. Blocks."""

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
        """Hangs up without sending the rest."""
        self._link.close()

    def finish(self) -> str:
        """Sends the rest; the start of the answer, or nothing when the connection was cut."""
        with self._link as link:
            try:
                link.sendall(self._rest)
                return link.recv(65536).decode("utf-8", "replace")
            except OSError:
                return ""


class Client(EntityClient):
    """Writes numbered records, and remembers which were acknowledged. Thread-safe; blocks."""

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        super().__init__(plan, entity, url)
        self.acknowledged: dict[int | str, dict[str, JsonValue]] = {}
        self._lock = threading.Lock()
        self._before = 0

    def prepare(self) -> None:
        """Creates what the records refer to, and counts the records that other loads left."""
        super().prepare()
        self._before = self._listed()

    def values(self, number: int) -> dict[str, JsonValue]:
        """Record number n: unique wherever the plan asks for it."""
        values = numbered_record(self._plan, self._entity, number)
        filled = self._parents.fill(values)
        assert isinstance(filled, dict)
        return filled

    def create_and_change(self, numbers: Iterable[int]) -> None:
        """Creates each record and, where the entity can be changed, changes it at once."""
        change = self._plan.change_role(self._entity.name)
        with self.session() as session:
            try:
                for number in numbers:
                    identifier = self._create(session, number)
                    if change is not None:
                        self._change(session, change, identifier, number + 100_000)
            except requests.RequestException as error:
                raise LoadFault(
                    "the server stopped answering under load", "an answer", type(error).__name__
                ) from error

    def begin_create(self, number: int) -> BegunRequest:
        """Sends a create but for the end of its body. Raises `OSError`."""
        body = json.dumps(self._body(BindingRole.CREATE, self.values(number))).encode()
        with self.session() as session:
            signed = str(session.headers.get("Authorization", ""))
        return BegunRequest(self.url, self._path(BindingRole.CREATE), body, signed)

    def write_until(self, stop: threading.Event, start: int) -> None:
        """Creates records until told to stop or until the server is gone."""
        number = start
        with self.session() as session:
            while not stop.is_set():
                try:
                    self._create(session, number)
                except requests.RequestException:
                    return
                number += 1

    def check_all(self, expected: int) -> None:
        """Every acknowledged record is there, once, as it was last written, and the list agrees."""
        if len(self.acknowledged) != expected:
            actual = f"{len(self.acknowledged)} different ids"
            raise LoadFault("parallel creates share or lose ids", f"{expected} records", actual)
        self.check_acknowledged()
        if not self._binding(BindingRole.LIST).total:
            return
        wanted, total = self._before + expected, self._listed()
        if total != wanted:
            raise LoadFault("the list's total is wrong after load", str(wanted), str(total))

    def _listed(self) -> int:
        """How many records the list says that there are; 0 where it does not say."""
        if not self._binding(BindingRole.LIST).total:
            return 0
        with self.session() as session:
            answer = session.get(self.url + self._path(BindingRole.LIST), timeout=TIMEOUT)
        return self._total_of(answer)

    def check_acknowledged(self) -> None:
        """Reads every acknowledged record back. Raises `LoadFault` for the first that differs."""
        binding = self._binding(BindingRole.READ)
        display = self._entity.field(self._entity.display_field)
        with self.session() as session:
            for identifier, values in self.acknowledged.items():
                answer = session.get(
                    self.url + self._path(BindingRole.READ, identifier), timeout=TIMEOUT
                )
                if answer.status_code != 200:
                    raise LoadFault(
                        "an acknowledged write is gone",
                        "status 200",
                        f"status {answer.status_code}",
                    )
                stored = at(answer.json(), binding.body_out + display.place)
                wanted = values[display.name]
                if stored != wanted:
                    raise LoadFault("a write was lost or mixed up", str(wanted), str(stored))

    def _create(self, session: requests.Session, number: int) -> int | str:
        values = self.values(number)
        body = self._body(BindingRole.CREATE, values)
        answer = session.post(self.url + self._path(BindingRole.CREATE), json=body, timeout=TIMEOUT)
        if answer.status_code >= 400:
            raise LoadFault(
                "a create was refused under load",
                "201",
                str(answer.status_code),
                answer.text[:1000],
            )
        identifier = self._id_of(answer)
        with self._lock:
            if identifier in self.acknowledged:
                raise LoadFault("two creates were given the same id", "unique ids", str(identifier))
            self.acknowledged[identifier] = values
        return identifier

    def _change(
        self, session: requests.Session, role: BindingRole, identifier: int | str, number: int
    ) -> None:
        values = self.values(number)
        path = self.url + self._path(role, identifier)
        body = self._body(role, values)
        answer = session.request(self._method(role), path, json=body, timeout=TIMEOUT)
        if answer.status_code >= 400:
            raise LoadFault(
                "a change was refused under load",
                "200",
                str(answer.status_code),
                answer.text[:1000],
            )
        with self._lock:
            self.acknowledged[identifier] = values
