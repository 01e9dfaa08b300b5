"""Each role, the owner, a stranger and nobody on each operation of each entity."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.actors import newcomer, roles_of, seeded_as
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

STRANGER = "stranger"
NOBODY: str | None = None
FORGED = "forged"
CARRYING = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH)


def access_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity, if the plan has accounts."""
    if reference.plan.accounts is not None:
        yield from _Access(reference, entity).all()


class _Access(TraceWriter):
    """Everybody tries everything on one record, those who may last."""

    def all(self) -> Iterator[Trace]:
        if not self.has(BindingRole.CREATE) or not self.create(self.values(0)):
            return
        for role in BindingRole:
            if self.has(role):
                self._by_nobody(role)
        for number, account in enumerate(self._accounts_to_try()):
            for role in (
                BindingRole.READ,
                BindingRole.LIST,
                BindingRole.REPLACE,
                BindingRole.PATCH,
            ):
                if self.has(role):
                    self._by(role, account)
            self._by_create(account, number + 1)
        self.see()
        if self.has(BindingRole.DELETE):
            for account in self._accounts_to_try():
                self._by(BindingRole.DELETE, account)
                self.see()
            self.request(BindingRole.DELETE)
        if self.has(BindingRole.CLEAR):
            self.create(self.values(1), "cleared")
            for account in self._accounts_to_try():
                self._by(BindingRole.CLEAR, account)
                self.see("cleared")
        yield from self.written("allowed", "each account may do what its role and ownership let it")

    def _accounts_to_try(self) -> list[str]:
        seeded = [name for name in roles_of(self.plan) if seeded_as(self.plan, name)]
        return [STRANGER, *seeded, newcomer(self.plan)]

    def _body(self, role: BindingRole) -> dict[str, JsonValue] | None:
        return self.values(0) if role in CARRYING else None

    def _by(self, role: BindingRole, account: str) -> None:
        self.request(role, self._body(role), account=account)

    def _by_create(self, account: str, number: int) -> None:
        if self.request(BindingRole.CREATE, self.values(number), account=account):
            self.list(account=account)

    def _by_nobody(self, role: BindingRole) -> None:
        assert self.plan.accounts is not None
        scheme = self.plan.accounts.scheme
        token = "{{" + newcomer(self.plan) + "_token}}"
        of_another_scheme = {"Authorization": f"Basic {token}"}
        for sent in (
            {},
            {"Authorization": f"{scheme} {FORGED}"},
            {"Authorization": scheme},
            of_another_scheme,
        ):
            step = self.send(role, self._body(role))
            step.as_account, step.headers = NOBODY, dict(sent)
            if self.plan.operation(self.binding(role).operation).access is not None:
                self.send_step(step)
