"""Values of random requests: mostly acceptable, often ones that another record has, at times odd."""

from __future__ import annotations

import json
from math import isfinite
from random import Random

from pydantic import JsonValue

from workbench.plan.actors import is_account
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.data_for_tests import numbered_record
from workbench.reference.enumeration.columns import search_column, sorting_column
from workbench.reference.enumeration.odd_values import edges, odd
from workbench.reference.execution.playing import World
from workbench.reference.execution.state import Record
from workbench.reference.execution.symbols import RecordId, Value

# Probability that a field is empty, has a value that several records share, has one that must be
# unique and is taken, or has an odd one; otherwise its value is new.
EMPTY, SHARED, TAKEN, ODD = 0.2, 0.4, 0.15, 0.03
SEARCHED = (FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL)


class Values:
    """Makes values for the records of a plan; remembers what was once used for unique fields."""

    def __init__(self, plan: SystemPlan, random: Random) -> None:
        self.plan = plan
        self.random = random
        self._made = 0
        self._used: dict[tuple[str, str], list[JsonValue]] = {}

    def record(self, entity: Entity, world: World) -> dict[str, JsonValue] | None:
        """A whole record; None if a record that it must refer to is not there."""
        self._made += 1
        values = numbered_record(self.plan, entity, self._made)
        for field in (*entity.path_fields, *entity.client_fields):
            if field.type is FieldType.REF:
                target = self.some_id(field.ref, world)
                if target is None and field.write is WriteAccess.PATH:
                    return None
                values[field.name] = target
                if target is None:
                    if field.required:
                        return None
                    del values[field.name]
            elif field.target is not None:
                values[field.name] = self._several(field.target, world)
            elif self.random.random() < 0.7:
                self._vary(entity, field, values)
        return values

    def changed(self, entity: Entity, field: EntityField, world: World) -> JsonValue:
        """Another value for one field."""
        values = self.record(entity, world) or {}
        if field.nullable and self.random.random() < EMPTY:
            return None
        return values.get(field.name)

    def stored(self, entity: Entity, record: Record, world: World) -> dict[str, JsonValue] | None:
        """What a record holds, to be sent again; None if that is not known."""
        values: dict[str, JsonValue] = {}
        for field in (*entity.path_fields, *entity.changed_fields):
            if field.name not in record.values:
                continue
            written = self.written(record.values[field.name], world)
            if written is _UNKNOWN:
                return None
            values[field.name] = written
        return values

    def written(self, value: Value, world: World) -> JsonValue:
        """A stored value as a request writes it: an identifier by the name of its capture."""
        if isinstance(value, RecordId):
            name = named(world).get(value)
            return _UNKNOWN if name is None else "{{" + name + "}}"
        if isinstance(value, str):
            return str(value)
        if isinstance(value, list):
            items = [self.written(item, world) for item in value]
            return _UNKNOWN if _UNKNOWN in items else items
        known = value is None or isinstance(value, bool | int | float)
        return value if known else _UNKNOWN

    def some_id(self, entity: str, world: World, gone: float = 0.05) -> JsonValue:
        """The token of a record that is there, or, so often, of one that is gone; None without any."""
        known = [key for key in named(world) if key.entity == entity]
        alive = [key for key in known if is_alive(world, key)]
        dead = [key for key in known if key not in alive]
        chosen = dead if dead and self.random.random() < gone else alive
        return None if not chosen else "{{" + named(world)[self.random.choice(chosen)] + "}}"

    def _several(self, entity: str, world: World) -> JsonValue:
        """None to three records that are there, or, at times, one that is gone or there twice."""
        chosen = [self.some_id(entity, world, gone=0.02) for _ in range(self.random.randint(0, 3))]
        known: list[JsonValue] = [token for token in chosen if token is not None]
        return known if self.random.random() < ODD else [*dict.fromkeys(map(str, known))]

    def _vary(self, entity: Entity, field: EntityField, values: dict[str, JsonValue]) -> None:
        used = self._used.setdefault((entity.name, field.name), [])
        drawn = self.random.random()
        if drawn < ODD:
            odd_ones = [
                value
                for value in map(json.loads, [*edges(field), *odd(field)])
                if not isinstance(value, float) or isfinite(value)
            ]
            if odd_ones:
                values[field.name] = self.random.choice(odd_ones)
            return
        if field.unique:
            if used and self.random.random() < TAKEN:
                values[field.name] = self.random.choice(used)
            used.append(values.get(field.name))
        elif not field.required and drawn < EMPTY:
            if field.nullable and self.random.random() < 0.5:
                values[field.name] = None
            else:
                values.pop(field.name, None)
        elif drawn < EMPTY + SHARED:
            shared = self._shared(field)
            if shared:
                values[field.name] = self.random.choice(shared)

    def _shared(self, field: EntityField) -> list[JsonValue]:
        searched: list[JsonValue] = [*search_column(field)] if field.type in SEARCHED else []
        return [*sorting_column(field, examples=len(field.choices)), *searched]


_UNKNOWN: JsonValue = "\ue020unknown"


def named(world: World) -> dict[RecordId, str]:
    """Every record whose identifier was captured, with the capture's name."""
    return {value: name for name, value in world.captured.items() if isinstance(value, RecordId)}


def is_alive(world: World, key: RecordId) -> bool:
    """True if the record is there for certain."""
    return key.entity not in world.state.unknown and world.state.get(key) is not None


def walked_entities(plan: SystemPlan) -> list[Entity]:
    """The entities with operations whose effect the plan says, accounts aside."""
    bound = {binding.entity for binding in plan.bindings}
    return [
        entity for entity in plan.entities if entity.name in bound and not is_account(plan, entity)
    ]
