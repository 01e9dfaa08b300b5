"""The base of clients of one entity: its bindings, its paths, the records it refers to."""

from __future__ import annotations

from typing import Any

import requests
from pydantic import JsonValue

from workbench.errors import MeasurementError
from workbench.harness.http_client import ServerSession
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.matchers import at
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import user_of
from workbench.plan.addressing import request_body, request_path
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import parent_steps, scoped_parents

VARIANTS = 9  # the number of different records that `data_for_tests` generates


class LoadFailure(MeasurementError):
    """Under load the system lost, mixed up or rejected a record."""

    def __init__(self, message: str, expected: str, actual: str, evidence: str = "") -> None:
        self.message = message
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
        super().__init__(f"{message}: expected {expected}, got {actual}")


class EntityClient:
    """Calls a running server's operations for one entity. Does blocking I/O."""

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        self.url = url
        self._plan = plan
        self._entity = entity
        self._parents = HttpRunner(url)
        self._headers: dict[str, str] = {}
        creating = plan.operation(self._binding(BindingRole.CREATE).operation)
        self._who = user_of(plan, entity, creating)

    def prepare(self) -> None:
        """Signs in, and creates the records that the entity's records refer to. Raises `LoadFailure`."""
        steps = [
            *parent_steps(self._plan, self._entity),
            *scoped_parents(self._plan, self._entity, range(1, VARIANTS)),
        ]
        accounts = AccountSessions(self._plan, self._parents)
        try:
            self._headers = accounts.headers(self._who)
            for step in steps:
                accounts.run(step)
        except StepFailed as failed:
            raise LoadFailure(
                failed.step, failed.expected, failed.actual, failed.evidence
            ) from failed

    def session(self) -> requests.Session:
        """A session of the account that may create such records, if the plan has accounts."""
        session = ServerSession(self.url)
        session.headers.update(self._headers)
        return session

    def _binding(self, role: BindingRole) -> Binding:
        binding = self._plan.binding(self._entity.name, role)
        assert binding is not None
        return binding

    def _path(self, role: BindingRole, identifier: int | str = "") -> str:
        path = request_path(self._plan, self._binding(role), str(identifier))
        return str(self._parents.fill(path))

    def _method(self, role: BindingRole) -> str:
        return self._plan.operation(self._binding(role).operation).method

    def _body(self, role: BindingRole, values: dict[str, JsonValue]) -> JsonValue:
        return request_body(self._entity, self._binding(role), values)

    def _id_of(self, response: requests.Response) -> int | str:
        """The id in the response to a create. Raises `LoadFailure`."""
        binding = self._binding(BindingRole.CREATE)
        identifier = at(json_of(response), binding.body_out + binding.id_out)
        if not isinstance(identifier, int | str):
            raise LoadFailure("the response to a create has no id", "an id", response.text[:300])
        return identifier

    def _total_of(self, response: requests.Response) -> int:
        """The total that a list's response states; without one, the number of records in it."""
        binding = self._binding(BindingRole.LIST)
        shown = len(self._items_of(response))
        if binding.total.startswith("/"):
            total = at(json_of(response), binding.total)
        else:
            total = response.headers.get(binding.total, shown)
        try:
            return int(str(total))
        except ValueError as error:
            raise LoadFailure(
                "a list's total is no number", "a number", str(total)[:300]
            ) from error

    def _items_of(self, response: requests.Response) -> list[JsonValue]:
        """The records in a list's response. Raises `LoadFailure`."""
        items = at(json_of(response), self._binding(BindingRole.LIST).items)
        if not isinstance(items, list):
            raise LoadFailure("a list has no records", "a list", response.text[:300])
        return items


def json_of(response: requests.Response) -> Any:
    """The value of a response. Raises `LoadFailure` if it is no JSON."""
    try:
        return response.json()
    except requests.JSONDecodeError as error:
        raise LoadFailure(
            "an answer is no JSON", "JSON", str(error)[:300], response.text[:300]
        ) from error
