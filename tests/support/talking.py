"""A short way to talk to the reference in tests."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.requests import Request
from workbench.reference.execution.symbols import ABSENT, RecordId


class Talk:
    """One client of a reference; each request goes on where the last one left off."""

    def __init__(self, plan: SystemPlan) -> None:
        self.reference = Reference(plan)
        self.state = self.reference.start()

    def outcomes(self, method: str, path: str, body: Any = ABSENT, **more: Any) -> list[Outcome]:
        """Every outcome; the state stays as it is."""
        query = {name: str(value) for name, value in more.pop("query", {}).items()}
        headers = {"authorization": f"Bearer {more.pop('token')}"} if more.get("token") else {}
        headers |= more.pop("headers", {})
        request = Request(method, path, query, headers, body, more.pop("raw", None))
        return self.reference.outcomes(self.state, request)

    def ask(self, method: str, path: str, body: Any = ABSENT, **more: Any) -> Outcome:
        """The only outcome; the state goes on."""
        [outcome] = self.outcomes(method, path, body, **more)
        self.state = outcome.state
        return outcome

    def status(self, method: str, path: str, body: Any = ABSENT, **more: Any) -> set[int]:
        """Every status that may be answered; the state stays as it is."""
        return {s for outcome in self.outcomes(method, path, body, **more) for s in outcome.status}

    def make(self, path: str, body: Any, **more: Any) -> RecordId:
        """Creates a record; its identifier."""
        outcome = self.ask("POST", path, body, **more)
        assert outcome.status == {201}, outcome
        found = outcome.body["id"]
        assert isinstance(found, RecordId)
        return found
