"""Traces of accounts: registering, signing in, access, and secrets that no response contains."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.actors import (
    is_account,
    is_owned_by_account,
    newcomer,
    newcomer_role,
    parent_of_parts,
    roles_of,
)
from workbench.plan.fields import WriteAccess
from workbench.plan.language.operations import Operation
from workbench.plan.steps import Expectation, HttpStep, Match, Matcher, ParallelStep, Trace
from workbench.plan.system import BindingRole, SystemPlan
from workbench.reference.accounts_for_tests import account_step, account_values
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.error_expectations import accepted, refused
from workbench.reference.execution.callers import is_seen_by_all
from workbench.reference.field_limits import broken_values

OTHER = "stranger"
# The prefixes of password hashes (modular crypt format; PHC string format).
HASH_MARKS = ("$2a$", "$2b$", "$argon2", "$scrypt$", "$pbkdf2", "hash")
FORGED_TOKENS = ("forged", "eyJhbGciOiJub25lIn0.eyJzdWIiOjF9.")
NOT_FOR_YOU = (403, 404)


def account_traces(plan: SystemPlan) -> list[Trace]:
    """Every trace of the plan's accounts; none without accounts."""
    if plan.accounts is None:
        return []
    traces = list(_Accounts(plan).all())
    for entity in plan.entities:
        if not is_account(plan, entity):
            traces += _Guarded(plan, entity).all()
    return traces


class _Accounts:
    """Traces of registering, signing in, and the contents of responses."""

    def __init__(self, plan: SystemPlan) -> None:
        assert plan.accounts is not None
        self.plan, self.accounts = plan, plan.accounts
        self.entity = plan.entity(self.accounts.entity)
        self.asked = _asked(plan, self.accounts)
        self.who = newcomer(plan)
        self.values = account_values(plan, 0)

    def all(self) -> Iterator[Trace]:
        yield self._trace("signs_in", "an account signs in with its password", *self._signs_in())
        yield self._trace(
            "wrong_password",
            "a wrong password and an unknown account get the same error",
            *self._same_error(),
        )
        if self.asked is not None:
            yield self._trace(
                "no_token", "without a valid token every request is rejected", *self._no_token()
            )
        yield self._trace(
            "never_disclosed",
            "no response contains a password or a hash",
            *self._no_secret_in_responses(),
        )
        yield self._trace(
            "taken",
            f"two accounts cannot have the same {self.accounts.login}",
            self._register(self.values),
            self._rejected(self._register(self.values), 409),
            self._at_once(3),
            self._at_once(4),
        )
        for broken in broken_values(self.entity.field(self.accounts.password)):
            values = self.values | {self.accounts.password: broken.value}
            yield self._trace(
                f"weak_password.{broken.reason}",
                f"a password that breaks its rule ({broken.reason.replace('_', ' ')}) is rejected",
                self._rejected(self._register(values), 400, 422),
                self._rejected(self._login(values, ""), 400, 401, 422),
            )
        if roles_of(self.plan):
            yield self._trace(
                "role_is_not_chosen",
                "an account cannot choose its own role",
                *self._role_is_not_chosen(),
            )

    def _signs_in(self) -> Iterator[HttpStep | ParallelStep]:
        yield self._register(self.values)
        again = self._login(self.values)
        again.capture = {"token": self.accounts.token}
        yield again
        if self.accounts.me_operation is None:
            return
        login = self.accounts.login
        shown = Match(
            pointer=f"{self.accounts.me_record}/{login}",
            op=Matcher.EQUALS,
            value=self.values[login],
        )
        yield self._ask("{{token}}", 200, shown)

    def _same_error(self) -> Iterator[HttpStep | ParallelStep]:
        yield self._register(self.values)
        wrong = self.values | {self.accounts.password: "not the password 1"}
        first = self._rejected(self._login(wrong), 401)
        message = self.plan.error_profile.message
        first.capture = {"told": message}
        yield first
        nobody = account_values(self.plan, 7)
        second = self._rejected(self._login(nobody), 401)
        second.expect.body = [Match(pointer=message, op=Matcher.EQUALS, value="{{told}}")]
        yield second

    def _no_token(self) -> Iterator[HttpStep | ParallelStep]:
        yield self._rejected(self._ask(None, 401), 401)
        for token in FORGED_TOKENS:
            yield self._rejected(self._ask(token, 401), 401)
        yield self._register(self.values)
        signed_in = self._login(self.values)
        signed_in.capture = {"token": self.accounts.token}
        yield signed_in
        yield self._rejected(self._ask("{{token}}x", 401), 401)
        other = self._ask("{{token}}", 401)
        other.headers = {"Authorization": "Basic {{token}}"}
        yield self._rejected(other, 401)

    def _no_secret_in_responses(self) -> Iterator[HttpStep | ParallelStep]:
        password = str(self.values[self.accounts.password])
        silent = [
            Match(pointer="", op=Matcher.OMITS, value=text)
            for text in (password, f'"{self.accounts.password}"', *HASH_MARKS)
        ]
        registered, signed_in = self._register(self.values), self._login(self.values)
        signed_in.capture = {"token": self.accounts.token}
        steps = [registered, signed_in]
        if self.accounts.me_operation is not None:
            steps.append(self._ask("{{token}}", 200))
        for step in steps:
            step.expect.body = silent
            yield step

    def _role_is_not_chosen(self) -> Iterator[HttpStep | ParallelStep]:
        role = self.accounts.role or ""
        wanted = next(name for name in roles_of(self.plan) if name != newcomer_role(self.plan))
        registered = self._register(self.values | {role: wanted})
        registered.expect.body = [
            Match(
                pointer=f"{self.accounts.registered_place}/{role}",
                op=Matcher.EQUALS,
                value=newcomer_role(self.plan),
            )
        ]
        yield registered

    def _at_once(self, number: int) -> ParallelStep:
        rush = self._register(account_values(self.plan, number))
        success = rush.expect.status[0]
        operation = self.plan.operation(self.accounts.register_operation)
        taken = accepted(self.plan, operation, 409)[0]
        return ParallelStep(steps=[rush] * 4, answers={success: 1, taken: 3})

    # -- pieces -----------------------------------------------------------------------------------

    def _register(self, values: dict[str, JsonValue]) -> HttpStep:
        return account_step(self.plan, self.accounts.register_operation, values)

    def _login(self, values: dict[str, JsonValue], password: str | None = None) -> HttpStep:
        sent = {name: values[name] for name in (self.accounts.login, self.accounts.password)}
        if password is not None:
            sent[self.accounts.password] = password
        return account_step(self.plan, self.accounts.login_operation, sent)

    def _ask(self, token: str | None, status: int, *matches: Match) -> HttpStep:
        assert self.asked is not None
        sent = {"Authorization": f"{self.accounts.scheme} {token}"} if token is not None else {}
        return HttpStep(
            method=self.asked.method,
            path=self.asked.path,
            headers=sent,
            body=None if self.asked.request is None else {},
            expect=Expectation(status=[status], body=list(matches)),
        )

    def _rejected(self, step: HttpStep, *status: int) -> HttpStep:
        return refused(self.plan, step, *status)

    def _trace(self, name: str, title: str, *steps: HttpStep | ParallelStep) -> Trace:
        return Trace(id=f"accounts.{name}", title=title, entity=self.entity.name, steps=list(steps))


def _asked(plan: SystemPlan, accounts: Accounts) -> Operation | None:
    """The operation that tells a valid token from others: `me`, else one whose path is fixed."""
    if accounts.me_operation is not None:
        return plan.operation(accounts.me_operation)
    guarded = (operation for operation in plan.operations if operation.access is not None)
    return next((operation for operation in guarded if "{" not in operation.path), None)


class _Guarded(EntityRequests):
    """Traces of access to the records of one entity."""

    def all(self) -> Iterator[Trace]:
        if not self.has(BindingRole.CREATE):
            return
        one = self.entity.labels.singular.lower()
        asked = [role for role in self.bindings if self._operation(role).access is not None]
        if asked:
            steps = [self._unsigned(role) for role in asked]
            yield self.trace("access.no_token", f"{one}: every request needs a token", *steps)
        above = parent_of_parts(self.plan, self.entity)
        if above is not None:
            whole = above.labels.singular.lower()
            title = f"{one}: an account that cannot see its {whole} can neither use nor create one"
            yield self.trace("access.part", title, *self._of_others())
        if is_owned_by_account(self.plan, self.entity):
            yield self.trace(
                "access.owner", f"{one}: no account can use another's", *self._others()
            )
            yield self.trace(
                "access.owner_is_caller",
                f"{one}: no account can create one for another",
                *self._for_another(),
            )
        barred = [role for role in asked if self._is_barred(role)]
        if barred:
            steps = [self.create_step(self.values(0)), *(self._wrong_role(r) for r in barred)]
            allowed = {name for role in barred for name in self._roles(role)}
            yield self.trace(
                "access.role",
                f"{one}: only {', '.join(sorted(allowed))} may do what their role allows",
                *steps,
            )

    def _operation(self, role: BindingRole) -> Operation:
        return self.plan.operation(self.binding(role).operation)

    def _body(self, role: BindingRole) -> dict[str, JsonValue] | None:
        carries = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH)
        return self.values(1) if role in carries else None

    def _unsigned(self, role: BindingRole) -> HttpStep:
        step = self.send(role, self._body(role), identifier=self.unknown_id)
        step.as_account = None
        step.headers = {}
        return self.error_step(step, 401)

    def _roles(self, role: BindingRole) -> list[str]:
        access = self._operation(role).access
        return [] if access is None else access.roles

    def _is_barred(self, role: BindingRole) -> bool:
        roles = self._roles(role)
        return bool(roles) and newcomer_role(self.plan) not in roles

    def _wrong_role(self, role: BindingRole) -> HttpStep:
        step = self.send(role, self._body(role))
        step.as_account = OTHER
        return self.error_step(step, 403)

    def _others(self) -> Iterator[HttpStep]:
        mine = self.values(0)
        yield self.create_step(mine)
        changes = (BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)
        for role in (
            changes if is_seen_by_all(self.plan, self.entity) else (BindingRole.READ, *changes)
        ):
            if self.has(role):
                step = self.send(role, self._body(role), account=OTHER)
                yield self.error_step(step, *NOT_FOR_YOU)
        if self.has(BindingRole.LIST) and not is_seen_by_all(self.plan, self.entity):
            theirs = self.list_step(length=0)
            theirs.as_account = OTHER
            yield theirs
        if self.has(BindingRole.READ) or self.has(BindingRole.LIST):
            yield from filter(None, [self.seen_step(mine)])

    def _of_others(self) -> Iterator[HttpStep]:
        """A part of a record that another account does not see, and one that it would create there."""
        mine = self.values(0)
        yield self.create_step(mine)
        uses = (BindingRole.READ, BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)
        for role in uses:
            if self.has(role) and not self._is_barred(role):
                step = self.send(role, self._body(role), account=OTHER)
                yield self.error_step(step, 404)
        if self.has(BindingRole.LIST) and not self._is_barred(BindingRole.LIST):
            theirs = self.list_step(length=0, total=0)
            theirs.as_account = OTHER
            yield theirs
        reference = self.entity.field(self.entity.part_of or "")
        if not self._is_barred(BindingRole.CREATE):
            step = self.send(BindingRole.CREATE, mine, account=OTHER)
            is_sent = reference.write is not WriteAccess.PATH
            yield (
                self.error_step(step, 422, field=reference)
                if is_sent
                else self.error_step(step, 404)
            )
        yield from filter(None, [self.seen_step(mine)])

    def _for_another(self) -> Iterator[HttpStep]:
        owner = self.entity.owner or ""
        binding = self.binding(BindingRole.CREATE)
        create = self.send(
            BindingRole.CREATE,
            self.values(0) | {owner: f"{{{{{OTHER}_id}}}}"},
            body=[
                Match(
                    pointer=binding.body_out + self.entity.field(owner).place,
                    op=Matcher.EQUALS,
                    value=f"{{{{{newcomer(self.plan)}_id}}}}",
                )
            ],
        )
        nosy = self.send(BindingRole.LIST, account=OTHER) if self.has(BindingRole.LIST) else None
        if nosy is not None:
            yield nosy
        yield create
