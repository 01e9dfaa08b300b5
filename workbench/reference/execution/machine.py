"""One request, from its path to its outcomes. Pure: the same state and request give the same outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.plan.access import Seed
from workbench.plan.fields import FieldType
from workbench.plan.invariants import Transition
from workbench.plan.pointers import placed, wrapped
from workbench.plan.system import BindingRole, SystemPlan
from workbench.reference.execution import accounts, lists, wire, writes
from workbench.reference.execution.bodies_of_own import may_be_forbidden, schema_faults
from workbench.reference.execution.callers import access_faults, caller
from workbench.reference.execution.index import Index, Purpose, Route
from workbench.reference.execution.outcomes import Outcome, answered, refused
from workbench.reference.execution.records import shown
from workbench.reference.execution.requests import Request, bodies
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import ABSENT, OPEN, RecordId, Undecided, Value
from workbench.reference.execution.wire import Fault
from workbench.reference.execution.writes import Call, is_change_time, server_default, target
from workbench.reference.own_refusals import refusals_in_words
from workbench.reference.totals.prediction import read_totals

_ANY = frozenset[int]()
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What every server may answer beside the methods of a path.
UNDECIDED_METHODS = frozenset({"HEAD", "OPTIONS"})


class Reference:
    """A plan that answers requests. Holds no state of its own.

    With `with_words`, an error by a text-only rule is one of the outcomes of its operation.
    """

    def __init__(self, plan: SystemPlan, *, with_words: bool = False) -> None:
        self.plan = plan
        self._in_words = refusals_in_words(plan) if with_words else {}
        self._index = Index(plan)

    def start(self) -> State:
        """The state of a first start: the seeded records, in the plan's order."""
        state = State()
        for seed in self.plan.seed:
            state = self._seeded(state, seed)
        return state

    def outcomes(self, state: State, request: Request) -> list[Outcome]:
        """Every sound answer to a request, with the state after it; never empty.

        An outcome without a status stands for any answer; what is not known afterwards is marked
        in its state.
        """
        state = state.next_request()
        try:
            if request.has_open_text:
                raise Undecided("what the request asks for")
            return list(self._outcomes(state, request))
        except Undecided:
            return [Outcome(_ANY, self._unknown_after(state, request))]

    def _outcomes(self, state: State, request: Request) -> Iterator[Outcome]:
        found = self._index.route(request.path)
        if found is None:
            yield refused(self.plan, None, state, [wire.NO_SUCH_PATH])
            return
        route, parameters = found
        purpose = route.purposes.get(request.method)
        if purpose is None:
            yield self._method_refused(state, route, request)
            return
        if purpose.account_role in ("register", "login") and state.accounts_may_differ:
            raise Undecided("which accounts there are")
        account = caller(self.plan, state, request)
        is_asked = purpose.operation.access is not None
        if account is not None and is_asked and state.accounts_may_differ:
            raise Undecided("whether the account is there, and its role")
        faults = tuple(access_faults(self.plan, purpose.operation, account))
        if faults and faults[0].comes_first:
            yield refused(self.plan, purpose.operation, state, faults)
            return
        call = Call(self.plan, purpose, parameters, request, account, faults)
        if purpose.is_opaque:
            yield self._refused_by_own(call, state)
            return
        yield from self._with_own_refusals(call, state, self._answers(call, purpose, state))

    def _with_own_refusals(
        self, call: Call, state: State, outcomes: Iterator[Outcome]
    ) -> Iterator[Outcome]:
        """Adds: every success may also be rejected by a text-only rule."""
        statuses = self._in_words.get(call.purpose.operation.id)
        may_succeed = False
        for outcome in outcomes:
            may_succeed |= not outcome.refused
            yield outcome if outcome.refused else self._with_effects(call, outcome)
        if may_succeed and statuses is not None:
            yield Outcome(statuses, state, refused=True)
        if may_succeed and may_be_forbidden(self.plan, call.purpose, call.request):
            yield call.refused(state, wire.WRONG_TYPE)

    def _with_effects(self, call: Call, outcome: Outcome) -> Outcome:
        """The outcome after which nothing is known of what the operation changes in words."""
        changed = frozenset(effect.entity for effect in call.purpose.operation.effects)
        return replace(outcome, state=self._without(outcome.state, changed)) if changed else outcome

    def _without(self, state: State, entities: frozenset[str]) -> State:
        """The state of which nothing is known about these entities, accounts among them or not."""
        own = self.plan.accounts.entity if self.plan.accounts else None
        forgotten = state.forgotten(entities - {own})
        return forgotten.with_other_accounts() if own in entities else forgotten

    def _refused_by_own(self, call: Call, state: State) -> Outcome:
        """An operation of the plan's own refuses who may not call it, and a body that it does not take.

        Any error that it declares may come before that. Raises `Undecided` for all other requests.
        """
        operation = call.purpose.operation
        faults = [*call.faults, *_body_faults(call)]
        statuses = {status for fault in faults for status in fault.status}
        declared = {error.status for error in operation.errors}
        is_said = self.plan.document is None or bool(call.faults) or bool(declared & statuses)
        if not faults or not is_said:
            raise Undecided(operation.id)
        return replace(call.refused(state, *faults), status=frozenset(declared | statuses))

    def _answers(self, call: Call, purpose: Purpose, state: State) -> Iterator[Outcome]:
        if purpose.transition is not None:
            yield from self._moved(call, state)
            return
        if purpose.totals is not None:
            yield from read_totals(call, purpose.totals, state)
            return
        if purpose.account_role is not None:
            answer = {
                "register": accounts.registered,
                "login": accounts.signed_in,
                "me": accounts.account_shown,
            }[purpose.account_role]
            yield from answer(call, state)
            return
        assert purpose.binding is not None
        match purpose.binding.role:
            case BindingRole.CREATE:
                yield from self._may_be_refused(call, state, writes.created(call, state))
            case BindingRole.REPLACE | BindingRole.PATCH as role:
                yield from self._may_be_refused(call, state, writes.changed(call, state, role))
            case BindingRole.DELETE:
                yield from self._may_be_refused(call, state, writes.deleted(call, state))
            case BindingRole.CLEAR:
                yield from self._may_be_refused(call, state, writes.cleared(call, state))
            case BindingRole.LIST:
                yield from lists.read_list(call, state)
            case BindingRole.READ:
                yield from self._read(call, purpose, state)

    def _read(self, call: Call, purpose: Purpose, state: State) -> Iterator[Outcome]:
        record = target(call, state)
        if isinstance(record, Fault) or call.faults:
            yield call.refused(state, *([record] if isinstance(record, Fault) else []))
            return
        binding = purpose.binding
        assert binding is not None
        tree = shown(self.plan, call.entity, record, state, binding.id_out)
        yield answered(state, purpose.operation, wrapped(binding.body_out, tree))

    def _moved(self, call: Call, state: State) -> Iterator[Outcome]:
        """A transition sets its field, once; what else its operation does the plan does not say.

        It may count as a change of the record, or not.
        """
        rule = call.purpose.transition
        assert rule is not None
        record, body = target(call, state), _body_faults(call)
        if isinstance(record, Fault) or call.faults:
            yield call.refused(state, *([record] if isinstance(record, Fault) else []), *body)
        elif record.values.get(rule.field) != rule.before:
            yield call.refused(state, wire.RULE_BROKEN, *body)
        elif body:
            yield call.refused(state, *body)
        else:
            touched = {item.name: OPEN for item in call.entity.fields if is_change_time(item)}
            values = {**record.values, **touched, rule.field: rule.after}
            after = replace(state.stored(Record(record.id, values)), unsettled=True)
            yield answered(after, call.purpose.operation, self._moved_record(call, record, rule))

    def _moved_record(self, call: Call, record: Record, rule: Transition) -> Value:
        """What is known of the record that the operation answers with, if it does as a read does."""
        binding = self.plan.binding(call.entity.name, BindingRole.READ)
        if binding is None:
            return ABSENT
        reads = self.plan.operation(binding.operation)
        if call.purpose.operation.response != reads.response:
            return ABSENT
        place = call.entity.field(rule.field).place
        known: list[tuple[str, Value]] = [(binding.id_out, record.id), (place, rule.after)]
        return wrapped(binding.body_out, placed(known))

    def _may_be_refused(
        self, call: Call, state: State, outcomes: Iterator[Outcome]
    ) -> Iterator[Outcome]:
        """After a transition any write may break a text-only rule."""
        for outcome in outcomes:
            yield outcome
            if state.unsettled and not outcome.refused:
                yield call.refused(state, wire.RULE_BROKEN)

    def _method_refused(self, state: State, route: Route, request: Request) -> Outcome:
        if request.method in UNDECIDED_METHODS:
            raise Undecided(request.method)
        outcome = refused(
            self.plan, None, state, [wire.METHOD_NOT_ALLOWED], {"Allow": allow(route)}
        )
        guarded = any(item.operation.access is not None for item in route.purposes.values())
        if guarded and caller(self.plan, state, request) is None:
            return replace(outcome, status=frozenset({401, 405}), headers={})
        if self.plan.document is not None:
            return replace(outcome, status=frozenset({404, 405, 401, 403}), headers={})
        return outcome

    def _unknown_after(self, state: State, request: Request) -> State:
        """What is no longer known once a request was answered in a way that the plan leaves open."""
        if request.method in SAFE:
            return state
        found = self._index.route(request.path)
        purpose = found[0].purposes.get(request.method) if found else None
        if purpose is None:
            return state
        if not purpose.is_opaque and purpose.entity is not None:
            changed = frozenset(effect.entity for effect in purpose.operation.effects)
            return self._without(state.forgotten(frozenset({purpose.entity.name})), changed)
        everything = frozenset(entity.name for entity in self.plan.entities)
        return self._without(state, everything).with_other_accounts()

    def _seeded(self, state: State, seed: Seed) -> State:
        entity = self.plan.entity(seed.entity)
        values: dict[str, Value] = {}
        for field in entity.fields:
            value: Value = seed.values.get(field.name)
            if field.type is FieldType.REF and isinstance(value, int):
                value = RecordId(field.ref or "", value)  # the numbers of an empty database
            if field.type is FieldType.REFS and isinstance(value, list):
                value = [RecordId(field.ref or "", item) for item in sorted(value)]
            if field.name in seed.values:
                values[field.name] = value
            elif field.derived is None:
                by_client = field.is_written_by_client
                values[field.name] = field.default if by_client else server_default(field, state)
        return state.added(entity.name, values)[0]


def _body_faults(call: Call) -> list[Fault]:
    """What the schema of an operation of the plan's own refuses of its body, for certain."""
    schema = call.purpose.operation.request
    if schema is None:
        return []
    read = bodies(call.request)
    found = [body.fault for body in read]
    if len(read) == 1 and found == [None]:
        return schema_faults(schema, read[0].value)
    return [fault for fault in found if fault is not None and None not in found]


def allow(route: Route) -> str:
    """An RE2 pattern of the header Allow: every method of the path, HEAD and OPTIONS if it likes."""
    methods = sorted(route.purposes)
    extra = r"(HEAD|OPTIONS)\s*,\s*"
    between = rf"\s*,\s*({extra})*"
    orders = [[]] if not methods else _orders(methods)
    listed = "|".join(between.join(order) for order in orders)
    return rf"^\s*({extra})*({listed})(\s*,\s*(HEAD|OPTIONS))*\s*$"


def _orders(methods: list[str]) -> list[list[str]]:
    if len(methods) == 1:
        return [methods]
    return [
        [first, *rest]
        for first in methods
        for rest in _orders([method for method in methods if method != first])
    ]
