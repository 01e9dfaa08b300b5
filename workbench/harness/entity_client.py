"""What every client of one entity needs: its bindings, its paths, the records it refers to."""

from __future__ import annotations

import requests
from pydantic import JsonValue

from workbench.errors import MeasurementError
from workbench.harness.http_client import plain_session
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.matchers import at
from workbench.harness.sessions import SignedIn
from workbench.plan.actors import caller
from workbench.plan.addressing import request_body, request_path
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan
from workbench.reference.test_data import parent_steps, scoped_parents

VARIANTS = 9  # as many different records as `samples.record` makes


class LoadFault(MeasurementError):
    """The system lost, mixed up or refused something under load."""

    def __init__(self, message: str, expected: str, actual: str, evidence: str = "") -> None:
        self.message = message
        self.expected = expected
        self.actual = actual
        self.evidence = evidence
        super().__init__(f"{message}: expected {expected}, got {actual}")


class EntityClient:
    """Speaks to one entity of a running server through its bindings. Blocks."""

    def __init__(self, plan: SystemPlan, entity: Entity, url: str) -> None:
        self.url = url
        self._plan = plan
        self._entity = entity
        self._parents = HttpRunner(url)
        self._headers: dict[str, str] = {}
        self._who = caller(plan, plan.operation(self._binding(BindingRole.CREATE).operation))

    def prepare(self) -> None:
        """Signs in, and creates what the records refer to. Raises `LoadFault`."""
        steps = [
            *parent_steps(self._plan, self._entity),
            *scoped_parents(self._plan, self._entity, range(1, VARIANTS)),
        ]
        accounts = SignedIn(self._plan, self._parents)
        try:
            self._headers = accounts.headers(self._who)
            for step in steps:
                accounts.run(step)
        except StepFailed as failed:
            raise LoadFault(
                failed.step, failed.expected, failed.actual, failed.evidence
            ) from failed

    def session(self) -> requests.Session:
        """A session of the account that may create such records, where one has to sign in."""
        session = plain_session()
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

    def _id_of(self, answer: requests.Response) -> int | str:
        """The id that a create was answered with. Raises `LoadFault`."""
        binding = self._binding(BindingRole.CREATE)
        identifier = at(answer.json(), binding.body_out + binding.id_out)
        if not isinstance(identifier, int | str):
            raise LoadFault("a create tells no id", "an id", answer.text[:300])
        return identifier

    def _total_of(self, answer: requests.Response) -> int:
        """How many records a list says that there are; those that it shows where it does not say."""
        binding = self._binding(BindingRole.LIST)
        shown = len(at(answer.json(), binding.items))
        if binding.total.startswith("/"):
            return int(at(answer.json(), binding.total))
        return int(answer.headers.get(binding.total, shown))
