"""Registering, signing in, and the account that signed in."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.access import Accounts
from workbench.plan.pointers import placed, wrapped
from workbench.reference.execution import wire
from workbench.reference.execution.outcomes import Outcome, answered
from workbench.reference.execution.records import shown
from workbench.reference.execution.requests import bodies
from workbench.reference.execution.rules import Candidate, broken_rules, taken
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import ABSENT, Token, Undecided, Value
from workbench.reference.execution.writes import Call, at, read_fields, server_default


def registered(call: Call, state: State) -> Iterator[Outcome]:
    """Every outcome of making an account: the account, and a token if registering signs in."""
    accounts = _accounts(call)
    for body in bodies(call.request):
        sent = at(body.value, accounts.body_in)
        if body.fault is not None or not isinstance(sent, dict):
            yield call.refused(state, body.fault or wire.NOT_AN_OBJECT)
            continue
        for values, faults in read_fields(call.entity, sent, None, None):
            if faults:
                yield call.refused(state, *faults)
                continue
            given = {
                field.name: server_default(field, state)
                for field in call.entity.fields
                if not field.is_written_by_client
            }
            after, record = state.added(call.entity.name, {**given, **values})
            candidate = Candidate(call.plan, call.entity, record, after)
            against = [*taken(candidate), *broken_rules(candidate)]
            yield call.refused(state, *against) if against else _made(call, after, record)


def signed_in(call: Call, state: State) -> Iterator[Outcome]:
    """Every outcome of signing in: login and password must be one account's."""
    accounts = _accounts(call)
    for body in bodies(call.request):
        sent = at(body.value, accounts.body_in)
        if body.fault is not None or not isinstance(sent, dict):
            yield call.refused(state, body.fault or wire.NOT_AN_OBJECT)
            continue
        login, password = (sent.get(name, ABSENT) for name in (accounts.login, accounts.password))
        missing = [
            wire.NOT_ACCEPTABLE.of(name)
            for name, value in ((accounts.login, login), (accounts.password, password))
            if value is ABSENT
        ]
        if missing:
            yield call.refused(state, *missing)
            continue
        record = _known(call, state, login, password)
        if record is None:
            yield call.refused(state, wire.WRONG_CREDENTIALS, *_too_odd(login, password))
        else:
            yield _session(call, state, record, accounts.record)


def account_shown(call: Call, state: State) -> Iterator[Outcome]:
    """The outcome of asking who signed in."""
    if call.faults or call.account is None:
        yield call.refused(state)
        return
    accounts = _accounts(call)
    tree = shown(call.plan, call.entity, call.account, state, accounts.id_out)
    yield answered(state, call.purpose.operation, wrapped(accounts.me_record, tree))


def _known(call: Call, state: State, login: Value, password: Value) -> Record | None:
    accounts = _accounts(call)
    for record in state.table(call.entity.name).values():
        stored = record.values.get(accounts.login)
        if stored == login:
            if record.values.get(accounts.password) == password:
                return record
        elif str(stored).casefold() == str(login).strip().casefold():
            raise Undecided("whether case tells logins apart")
    return None


def _too_odd(login: Value, password: Value) -> list[wire.Fault]:
    """Credentials that nobody could have may also be refused as fields are."""
    if isinstance(login, str) and isinstance(password, str) and login and password:
        return []
    return [wire.WRONG_TYPE]


def _made(call: Call, state: State, record: Record) -> Outcome:
    accounts = _accounts(call)
    if accounts.registering_signs_in:
        return _session(call, state, record, accounts.registered_place)
    tree = shown(call.plan, call.entity, record, state, accounts.id_out)
    return answered(state, call.purpose.operation, wrapped(accounts.registered_place, tree))


def _session(call: Call, state: State, record: Record, place: str) -> Outcome:
    """The account at a place of the response, and a new token."""
    accounts = _accounts(call)
    tree = shown(call.plan, call.entity, record, state, accounts.id_out)
    token = Token(record.id.number, state.served)
    places: list[tuple[str, Value]] = [*_within(place, tree), (accounts.token, token)]
    body = placed(places)
    return answered(state, call.purpose.operation, body)


def _within(pointer: str, tree: dict[str, Value]) -> list[tuple[str, Value]]:
    """The parts of an account at their places: the token may lie beside them."""
    return [(f"{pointer}/{name}", value) for name, value in tree.items()]


def _accounts(call: Call) -> Accounts:
    assert call.plan.accounts is not None
    return call.plan.accounts
