"""Chooses the next request of a walk from what the reference says is there."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from pydantic import JsonValue

from workbench.harness.walks.values import Values, is_alive, named, walked_entities
from workbench.plan.actors import (
    is_owned_by_account,
    newcomer,
    parent_of_parts,
    roles_of,
    seeded_as,
)
from workbench.plan.conventions.lists import search_fields, sort_fields
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.invariants import Transition
from workbench.plan.language.operations import Operation
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.accounts_for_tests import sign_in_steps
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.execution.playing import World
from workbench.reference.execution.state import Record
from workbench.reference.execution.symbols import RecordId

# Relative frequency of each kind of request, among those that the plan has.
WEIGHTS: Mapping[BindingRole, int] = {
    BindingRole.CREATE: 5,
    BindingRole.LIST: 5,
    BindingRole.READ: 4,
    BindingRole.REPLACE: 4,
    BindingRole.PATCH: 4,
    BindingRole.DELETE: 3,
    BindingRole.CLEAR: 1,
}
STRANGER = "stranger"
# Probability that a request is about the walk's own entity; else it is about any other.
FOCUS = 0.75
# Probability of a transition, low because little is known of what else it does.
MOVED = 0.03
# Probability that a request is about a record that was deleted.
GONE = 0.15
# Probability that a list is asked with a search, an order or a limit, each by itself.
QUERIED = 0.35


class Chooser:
    """Requests for one walk; the same seed and answers give the same requests."""

    def __init__(self, plan: SystemPlan, focus: Entity, seed: str) -> None:
        self.plan = plan
        self.focus = focus
        self.random = Random(seed)
        self.values = Values(plan, self.random)
        self._requests = {
            entity.name: EntityRequests(plan, entity) for entity in walked_entities(plan)
        }
        self._numbers = dict.fromkeys(self._requests, 0)

    def accounts(self) -> list[HttpStep]:
        """What signs everybody in who calls: somebody, a stranger, and one of each seeded role."""
        if self.plan.accounts is None:
            return []
        return [
            step
            for number, name in enumerate(self._actors())
            for step in sign_in_steps(self.plan, name, number)
        ]

    def seeded(self) -> list[HttpStep]:
        """Lists that capture the identifiers of the records that are there at first."""
        steps: list[HttpStep] = []
        for name, requests in self._requests.items():
            count = self.plan.seeded(name)
            if not count or not requests.has(BindingRole.LIST):
                continue
            binding = requests.binding(BindingRole.LIST)
            if binding.path_from:
                continue
            order = {binding.sort: "-id"} if binding.sort and not binding.newest_first else {}
            step = requests.send(BindingRole.LIST, query=order)
            step.capture = {
                f"{name.lower()}_seed{n}": f"{binding.items}/{n}{binding.id_out}"
                for n in range(count)
            }
            steps.append(step)
        return steps

    def step(self, world: World) -> HttpStep | None:
        """The next request; None if what was chosen needs a record that is not there."""
        others = [name for name in self._requests if name != self.focus.name]
        is_about_focus = not others or self.random.random() < FOCUS
        name = self.focus.name if is_about_focus else self.random.choice(others)
        requests = self._requests[name]
        moves = self._transitions(name)
        if moves and self.random.random() < MOVED:
            return self._moved(requests, self.random.choice(moves), world)
        roles = [role for role in WEIGHTS if requests.has(role)]
        if not roles:
            return None
        [role] = self.random.choices(roles, [WEIGHTS[role] for role in roles])
        match role:
            case BindingRole.CREATE:
                return self._created(requests, world)
            case BindingRole.LIST:
                return self._listed(requests, world)
            case BindingRole.CLEAR if not requests.binding(role).path_from:
                step = requests.send(role)
                return self._called(step, requests, role, None, world)
            case _:
                return self._addressed(requests, role, world)

    # -- one record -------------------------------------------------------------------------------

    def _created(self, requests: EntityRequests, world: World) -> HttpStep | None:
        values = self.values.record(requests.entity, world)
        if values is None:
            return self._parent(requests, world)
        step = requests.send(BindingRole.CREATE, values)
        self._numbers[requests.entity.name] += 1
        name = f"{requests.entity.name.lower()}_{self._numbers[requests.entity.name]}"
        binding = requests.binding(BindingRole.CREATE)
        step.capture = {name: binding.body_out + binding.id_out}
        creating = self.plan.operation(binding.operation)
        return self._by(step, creating, self._owner(requests.entity, values, world), world)

    def _parent(self, requests: EntityRequests, world: World) -> HttpStep | None:
        """A record that others refer to, if one is missing."""
        fields = (*requests.entity.path_fields, *requests.entity.client_fields)
        for name in (field.target for field in fields if field.target is not None):
            above = self._requests.get(name)
            if above is None or above is requests or not above.has(BindingRole.CREATE):
                continue
            if not any(key.entity == name and is_alive(world, key) for key in named(world)):
                return self._created(above, world)
        return None

    def _addressed(
        self, requests: EntityRequests, role: BindingRole, world: World
    ) -> HttpStep | None:
        entity = requests.entity
        token = self.values.some_id(entity.name, world, GONE)
        if token is None:
            return self._created(requests, world) if requests.has(BindingRole.CREATE) else None
        key = next(key for key, name in named(world).items() if "{{" + name + "}}" == token)
        record = world.state.get(key) if is_alive(world, key) else None
        values = None
        if role in (BindingRole.REPLACE, BindingRole.PATCH):
            values = self._change(entity, role, record, world)
            if values is None:
                return None
        step = requests.send(
            role, values, identifier=str(token), parents=self._above(entity, record, world)
        )
        if role is BindingRole.READ and record is not None:
            step.capture = self._moments(requests, role, str(token)[2:-2], record)
        return self._called(step, requests, role, record, world)

    def _change(
        self, entity: Entity, role: BindingRole, record: Record | None, world: World
    ) -> dict[str, JsonValue] | None:
        fields = [
            field for field in entity.changed_fields if field.write is not WriteAccess.CREATE_ONLY
        ]
        if record is None or not fields:
            return self.values.record(entity, world)
        changed = {
            field.name: self.values.changed(entity, field, world)
            for field in self.random.sample(fields, min(len(fields), self.random.choice((1, 1, 2))))
        }
        if role is BindingRole.PATCH:
            return changed
        stored = self.values.stored(entity, record, world)
        if stored is None or self.random.random() < 0.3:
            return self.values.record(entity, world)
        return {**stored, **changed}

    def _moments(
        self, requests: EntityRequests, role: BindingRole, name: str, record: Record
    ) -> dict[str, str]:
        """Captures of the moments that the server wrote, so that later reads see them change or not."""
        binding = requests.binding(role)
        captures: dict[str, str] = {}
        seen: list[object] = []
        for field in requests.entity.fields:
            moment = record.values.get(field.name)
            is_moment = field.write is WriteAccess.SERVER and field.type is FieldType.DATETIME
            if is_moment and moment not in seen:
                seen.append(moment)
                captures[f"{name}_{field.name.lower()}"] = binding.body_out + field.place
        return captures

    def _moved(self, requests: EntityRequests, rule: Transition, world: World) -> HttpStep | None:
        token = self.values.some_id(rule.entity, world)
        if token is None:
            return None
        operation = self.plan.operation(rule.operation)
        before, _, after = operation.path.rpartition("{")
        path = before + str(token) + after.partition("}")[2]
        expect = Expectation(status=[operation.success])
        step = HttpStep(method=operation.method, path=path, expect=expect)
        return self._by(step, operation, None, world)

    def _transitions(self, entity: str) -> list[Transition]:
        return [
            rule
            for rule in self.plan.invariants
            if isinstance(rule, Transition)
            and rule.entity == entity
            and self.plan.operation(rule.operation).request is None
            and self.plan.operation(rule.operation).path.count("{") == 1
        ]

    # -- lists ------------------------------------------------------------------------------------

    def _listed(self, requests: EntityRequests, world: World) -> HttpStep | None:
        entity, binding = requests.entity, requests.binding(BindingRole.LIST)
        records = [*world.state.table(entity.name).values()] if self._knows(entity, world) else []
        query: dict[str, str] = {}
        if binding.search is not None and records and self.random.random() < QUERIED:
            query[binding.search] = self._search(entity, records)
        for parameter, name in binding.filters.items():
            if self.random.random() < 0.4:
                value = self._filter(entity.field(name), world)
                if value is not None:
                    query[parameter] = value
        if binding.sort is not None and self.random.random() < QUERIED:
            field = self.random.choice(["id", *(f.name for f in sort_fields(entity))])
            query[binding.sort] = self.random.choice(("", "-")) + field
        if binding.limit is not None and self.random.random() < QUERIED:
            query[binding.limit] = str(self.random.randint(1, 4))
        if binding.offset is not None and self.random.random() < 0.3:
            query[binding.offset] = str(self.random.randint(0, len(records) + 1))
        record = self.random.choice(records) if records else None
        parents = self._above(entity, record, world)
        step = requests.send(BindingRole.LIST, query=query, parents=parents)
        return self._called(step, requests, BindingRole.LIST, None, world)

    def _search(self, entity: Entity, records: list[Record]) -> str:
        """A part of what some record holds, in any case; or what none does."""
        names = [field.name for field in search_fields(entity)]
        texts = [
            str(value)
            for record in records
            for name in names
            if isinstance(value := record.values.get(name), str) and value.strip()
        ]
        if not texts or self.random.random() < 0.1:
            return "nowhere"
        text = self.random.choice(texts)
        start = self.random.randrange(len(text))
        part = text[start : start + self.random.randint(2, 8)].strip() or text.strip()
        return self.random.choice((part, part.upper(), part.lower()))[:40]

    def _filter(self, field: EntityField, world: World) -> str | None:
        if field.type is FieldType.ENUM:
            return self.random.choice(field.values)
        if field.type is FieldType.BOOLEAN:
            return self.random.choice(("true", "false"))
        token = None if field.target is None else self.values.some_id(field.target, world)
        return None if token is None else str(token)

    # -- who calls --------------------------------------------------------------------------------

    def _actors(self) -> list[str]:
        seeded = [name for name in roles_of(self.plan) if seeded_as(self.plan, name)]
        return list(dict.fromkeys([newcomer(self.plan), STRANGER, *seeded]))

    def _called(
        self,
        step: HttpStep,
        requests: EntityRequests,
        role: BindingRole,
        record: Record | None,
        world: World,
    ) -> HttpStep:
        operation = self.plan.operation(requests.binding(role).operation)
        owner = self._owner(requests.entity, record.values if record else {}, world)
        return self._by(step, operation, owner, world)

    def _owner(self, entity: Entity, values: Mapping[str, object], world: World) -> object:
        """The account that a record belongs to, or what it is part of; None for nobody's."""
        if is_owned_by_account(self.plan, entity) and (entity.owner or "") in values:
            return values[entity.owner or ""]
        above = parent_of_parts(self.plan, entity)
        held = values.get(entity.part_of or "")
        if isinstance(held, str):  # a token
            held = next(
                (key for key, name in named(world).items() if held == f"{{{{{name}}}}}"), None
            )
        if above is None or not isinstance(held, RecordId) or not is_alive(world, held):
            return None
        parent = world.state.get(held)
        return self._owner(above, parent.values, world) if parent is not None else None

    def _by(self, step: HttpStep, operation: Operation, owner: object, world: World) -> HttpStep:
        """The step, called by who may in most cases, else by anybody or nobody."""
        if self.plan.accounts is None or operation.access is None:
            return step.model_copy(update={"as_account": None})
        drawn = self.random.random()
        actor: str | None = self.random.choice(self._actors())
        if drawn < 0.03:
            actor = None
        elif drawn < 0.75 and isinstance(owner, RecordId) and owner in named(world):
            actor = named(world)[owner].removesuffix("_id")
        elif drawn < 0.85 and operation.access.roles:
            may = [role for role in operation.access.roles if role in self._actors()]
            actor = self.random.choice(may) if may else actor
        return step.model_copy(update={"as_account": actor})

    # -- pieces -----------------------------------------------------------------------------------

    def _above(
        self, entity: Entity, record: Record | None, world: World
    ) -> dict[str, JsonValue] | None:
        """The records that the path names, by field."""
        above: dict[str, JsonValue] = {}
        for field in entity.path_fields:
            held = record.values.get(field.name) if record is not None else None
            name = named(world).get(held) if isinstance(held, RecordId) else None
            token = "{{" + name + "}}" if name else self.values.some_id(field.ref, world)
            above[field.name] = token if token is not None else "987654321"
        return above or None

    def _knows(self, entity: Entity, world: World) -> bool:
        return entity.name not in world.state.unknown
