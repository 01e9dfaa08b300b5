"""Each role, the owner, a stranger and nobody on each operation of each entity.

Of records that are part of another: everybody on those of a parent of their own, and of another's.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.actors import newcomer, parent_of_parts, parents_of_parts, roles_of, seeded_as
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import numbered_record, record
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

STRANGER = "stranger"
NOBODY: str | None = None
FORGED = "forged"
CHANGES = (BindingRole.REPLACE, BindingRole.PATCH)
CARRYING = (BindingRole.CREATE, *CHANGES)
# The variant of what the stranger's records are part of; no other trace makes it.
THEIRS = 4
FIRST_NUMBER = 800


def access_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity, if the plan has accounts, and one of parts."""
    if reference.plan.accounts is not None:
        yield from _Access(reference, entity).all()
    if parent_of_parts(reference.plan, entity) is not None:
        yield from _Parts(reference, entity).all()


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
        yield from self.written(
            "allowed", "each account may do exactly what its role and ownership allow"
        )

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


class _Parts(_Access):
    """Two accounts, a record of each, and parts of both by whoever may create some."""

    def all(self) -> Iterator[Trace]:
        self.made = ["id"]
        if not self.create(self.values(0)):
            return
        everybody = self._accounts_to_try()
        self.theirs = self._parent_of(STRANGER)
        self._make("theirs", 1, self.theirs, STRANGER)
        for number, role in enumerate(everybody[1:-1]):
            self._make(f"by_{number}", 2 + number, None, role)
        for number, account in enumerate(everybody):
            self._read(account)
            self._create_below(account, FIRST_NUMBER + 2 * number)
            for role in CHANGES:
                if self.has(role):
                    self._change(account, role)
        if self.has(BindingRole.DELETE):
            for account in everybody:
                for name in self.made:
                    self._of(name, BindingRole.DELETE, None, account)
                self.list(account=account)
        one = self.entity.labels.singular.lower()
        yield from self.written(
            "parts", f"who sees what {one} is part of sees it, nobody else does"
        )

    def _parent_of(self, account: str) -> str:
        """The token of a record that parts of an account's own may be made of."""
        token = ""
        for number, above in enumerate(reversed(parents_of_parts(self.plan, self.entity))):
            requests = EntityRequests(self.plan, above)
            if not requests.has(BindingRole.CREATE):
                return ""
            values = record(self.plan, above, THEIRS, only_required=True)
            values |= {above.part_of: token} if above.part_of else {}
            name = f"whole_{number}"
            self.send_step(requests.create_step(values, name, account=account))
            token = "{{" + name + "}}"
        return token

    def _make(self, name: str, variant: int, parent: str | None, account: str) -> None:
        if self.create(self._below(self.values(variant), parent), name, account=account):
            self.made.append(name)

    def _below(self, values: dict[str, JsonValue], parent: str | None) -> dict[str, JsonValue]:
        """The values of a part of this record; of the usual one without any."""
        usual = self.values(0)[self.entity.part_of or ""]
        return values | {self.entity.part_of or "": parent or usual}

    def _read(self, account: str) -> None:
        for name in self.made:
            self.see(name, account=account)
        self.list(account=account)
        if not self.has(BindingRole.LIST):
            return
        filters = self.binding(BindingRole.LIST).filters
        for parameter in (one for one, name in filters.items() if name == self.entity.part_of):
            for parent in (None, self.theirs):
                wanted = self._below({}, parent)[self.entity.part_of or ""]
                self.list(account=account, **{parameter: str(wanted)})

    def _create_below(self, account: str, number: int) -> None:
        for more, parent in enumerate((None, self.theirs)):
            values = numbered_record(self.plan, self.entity, number + more)
            step = self.send(BindingRole.CREATE, self._below(values, parent), account=account)
            self.send_step(step)

    def _change(self, account: str, role: BindingRole) -> None:
        """Each record is changed, and then one moved to a parent that is another's."""
        for number, name in enumerate(self.made):
            parent = self.theirs if name == "theirs" else None
            self._of(name, role, self._below(self.values(number), parent), account)
        self._of("id", role, self._below(self.values(0), self.theirs), account)
        self.see(account=account)
        self._of("id", role, self._below(self.values(0), None), account)

    def _of(
        self, name: str, role: BindingRole, values: dict[str, JsonValue] | None, account: str
    ) -> None:
        self.request(role, values, identifier="{{" + name + "}}", account=account)
