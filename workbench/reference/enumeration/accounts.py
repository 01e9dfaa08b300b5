"""Registering, signing in and asking who one is, with requests that are not as they should be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.actors import newcomer
from workbench.plan.language.operations import Operation
from workbench.plan.pointers import wrapped
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.reference.accounts_for_tests import account_values
from workbench.reference.enumeration.bodies import MALFORMED
from workbench.reference.enumeration.odd_values import edges
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

NUMBER = 40
FIRST_OF_EDGES = 50


def account_request_traces(reference: Reference) -> Iterator[Trace]:
    """Requests that are refused, and values at each limit, if the plan has accounts."""
    if reference.plan.accounts is not None:
        yield from _Requests(reference, reference.plan.accounts).all()
        yield from _Edges(reference, reference.plan.accounts).all()


class _Accounts(TraceWriter):
    """Writes requests that register or sign in."""

    def __init__(self, reference: Reference, accounts: Accounts) -> None:
        super().__init__(reference, reference.plan.entity(accounts.entity))
        self.accounts = accounts
        self.register = self.plan.operation(accounts.register_operation)
        self.login = self.plan.operation(accounts.login_operation)

    def _post(
        self, operation: Operation, values: dict[str, JsonValue] | None, raw: str | None = None
    ) -> bool:
        body = None if values is None else wrapped(self.accounts.body_in, values)
        return self.send_step(
            HttpStep(
                method=operation.method,
                path=operation.path,
                body=body,
                raw=raw,
                expect=Expectation(status=[operation.success]),
            )
        )

    def _registers(self, values: dict[str, JsonValue], *, refused: bool) -> bool:
        """Registers an account where that is refused, or is not, for certain; else it is not sent."""
        before, worlds = len(self.steps), self.worlds
        if not self._post(self.register, values):
            return False
        if self.refused is not refused:
            del self.steps[before:]
            self.worlds = worlds
            return False
        return True


class _Edges(_Accounts):
    """An account with each value that a limit just allows, which can then sign in."""

    def all(self) -> Iterator[Trace]:
        fields = [item for item in self.entity.client_fields if item.name != self.accounts.login]
        edged = [(field.name, text) for field in fields for text in edges(field)]
        for number, (name, text) in enumerate(edged, FIRST_OF_EDGES):
            values = account_values(self.plan, number) | {name: json.loads(text)}
            if self._registers(values, refused=False):
                self._post(self.login, values)
        if self.steps:
            yield from self.written("edges", "values at a limit make an account that can sign in")


class _Requests(_Accounts):
    """Everything that is refused, around one account that is made."""

    def __init__(self, reference: Reference, accounts: Accounts) -> None:
        super().__init__(reference, accounts)
        self.known = account_values(self.plan, NUMBER)

    def all(self) -> Iterator[Trace]:
        register, login = self.register, self.login
        self._post(register, self.known)
        for operation in (register, login):
            for raw in MALFORMED:
                self._post(operation, None, raw)
            for name in self.known:
                self._post(operation, {k: v for k, v in self.known.items() if k != name})
        self._refused_values()
        self._post(register, self.known)
        self._post(login, self.known)
        self._post(login, self.known | {self.accounts.password: "not the password 1"})
        for odd in (None, "", 1):
            self._post(login, self.known | {self.accounts.password: odd})
        if self.accounts.me_operation is not None:
            self._who_am_i(self.plan.operation(self.accounts.me_operation))
        yield from self.written("requests", "odd requests to register or sign in are refused")

    def _who_am_i(self, me: Operation) -> None:
        self.send_step(HttpStep(method=me.method, path=me.path, expect=Expectation(status=[401])))
        self.send_step(
            HttpStep(
                method=me.method,
                path=me.path,
                as_account=newcomer(self.plan),
                expect=Expectation(status=[me.success]),
            )
        )

    def _refused_values(self) -> None:
        """Values beyond the limits of each field; those within would each make an account."""
        fresh = account_values(self.plan, NUMBER + 1)
        for field in self.entity.client_fields:
            for text in [*edges(field), "null", "12345", "[]"]:
                self._registers(fresh | {field.name: json.loads(text)}, refused=True)
