"""Probes of api.contract: derived from bindings and constraints, shared with the Go contract tests.

Every probe starts on a fresh database, so that none can lean on, or be poisoned by, another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from workbench.contract import conventions
from workbench.contract.fields import TEXTUAL, EntityField, FieldType
from workbench.contract.plan import Binding, BindingRole, Entity, SystemPlan
from workbench.contract.samples import (
    UNKNOWN_ID,
    broken_values,
    parent_steps,
    record,
    valid_value,
)
from workbench.contract.steps import Expectation, HttpStep, Match, Matcher, Probe

PROBLEM_HEADERS = {"Content-Type": "^application/problem\\+json"}
INSTANT_TYPES = frozenset({FieldType.DATETIME})
ORIGIN = "http://page.example"


def derive_probes(plan: SystemPlan) -> list[Probe]:
    """Every probe that follows from the plan, in a stable order."""
    probes: list[Probe] = []
    for entity in plan.entities:
        if plan.binding(entity.name, BindingRole.CREATE) is not None:
            probes += _EntityProbes(plan, entity).all()
    return probes


class _EntityProbes:
    """Builds the probes of one entity from its bindings."""

    def __init__(self, plan: SystemPlan, entity: Entity) -> None:
        self.plan = plan
        self.entity = entity
        self.bindings = {
            binding.role: binding for binding in plan.bindings if binding.entity == entity.name
        }

    def all(self) -> list[Probe]:
        return [
            *self._create(),
            *self._lists(),
            *self._changes(),
            *self._errors(),
            *self._constraints(),
        ]

    # -- requests, phrased over bindings ------------------------------------------------------

    def _binding(self, role: BindingRole) -> Binding:
        return self.bindings[role]

    def _has(self, *roles: BindingRole) -> bool:
        return all(role in self.bindings for role in roles)

    def _path(self, role: BindingRole, identifier: str = "") -> str:
        binding = self._binding(role)
        path = self.plan.operation(binding.operation).path
        return path.replace("{" + binding.id_param + "}", identifier)

    def _send(
        self,
        role: BindingRole,
        values: JsonValue = None,
        *,
        identifier: str = "{{id}}",
        status: list[int] | None = None,
        query: dict[str, str] | None = None,
        body: list[Match] | None = None,
        headers: dict[str, str] | None = None,
        capture: dict[str, str] | None = None,
    ) -> HttpStep:
        operation = self.plan.operation(self._binding(role).operation)
        wrapped = values if values is None else _wrap(self._binding(role).body_in, values)
        return HttpStep(
            method=operation.method,
            path=self._path(role, identifier),
            query=query or {},
            body=wrapped,
            expect=Expectation(
                status=status or [operation.success], body=body or [], headers=headers or {}
            ),
            capture=capture or {},
        )

    def _create_step(
        self, values: dict[str, JsonValue], name: str = "id", echo: bool = False
    ) -> HttpStep:
        binding = self._binding(BindingRole.CREATE)
        return self._send(
            BindingRole.CREATE,
            values,
            body=self._echo(binding.body_out, values) if echo else [],
            capture={name: binding.body_out + binding.id_out},
        )

    def _read(self, values: dict[str, JsonValue], identifier: str = "{{id}}") -> HttpStep:
        binding = self._binding(BindingRole.READ)
        return self._send(
            BindingRole.READ, identifier=identifier, body=self._echo(binding.body_out, values)
        )

    def _list(
        self,
        *,
        query: dict[str, str] | None = None,
        contains: Sequence[Mapping[str, JsonValue]] | None = None,
        excludes: Sequence[Mapping[str, JsonValue]] | None = None,
        order: list[str] | None = None,
        length: int | None = None,
        total: int | str | None = None,
    ) -> HttpStep:
        binding = self._binding(BindingRole.LIST)
        items, id_out = binding.items, binding.id_out
        matches = [
            Match(pointer=items, op=Matcher.CONTAINS, value=dict(it)) for it in contains or []
        ]
        matches += [
            Match(pointer=items, op=Matcher.EXCLUDES, value=dict(it)) for it in excludes or []
        ]
        matches += [
            Match(pointer=f"{items}/{index}{id_out}", op=Matcher.EQUALS, value="{{" + name + "}}")
            for index, name in enumerate(order or [])
        ]
        if length is not None:
            matches.append(Match(pointer=items, op=Matcher.LENGTH, value=length))
        headers = {binding.total: f"^{total}$"} if binding.total and total is not None else {}
        return self._send(BindingRole.LIST, query=query, body=matches, headers=headers)

    def _echo(self, pointer: str, values: dict[str, JsonValue]) -> list[Match]:
        matches = []
        for name, value in values.items():
            field = self.entity.field(name)
            if not field.secret:
                op = Matcher.INSTANT if field.type in INSTANT_TYPES else Matcher.EQUALS
                matches.append(Match(pointer=f"{pointer}/{name}", op=op, value=value))
        return matches

    def _refusal(self, step: HttpStep, *status: int, field: str | None = None) -> HttpStep:
        body = []
        if field is not None:
            body = [Match(pointer="/errors", op=Matcher.CONTAINS, value={"field": field})]
        step.expect = Expectation(status=list(status), headers=PROBLEM_HEADERS, body=body)
        step.capture = {}
        return step

    def _probe(self, name: str, title: str, *steps: HttpStep) -> Probe:
        return Probe(
            id=f"{self.entity.plural}.{name}",
            title=title,
            entity=self.entity.name,
            steps=[*parent_steps(self.plan, self.entity), *steps],
        )

    def _values(self, variant: int, *, only_required: bool = False) -> dict[str, JsonValue]:
        return record(self.plan, self.entity, variant, only_required=only_required)

    # -- the probes ---------------------------------------------------------------------------

    def _create(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        full = self._values(0)
        id_out = self._binding(BindingRole.CREATE).id_out
        created = self._create_step(full, echo=True)
        created.expect.headers["Location"] = "."
        created.expect.body.append(Match(pointer=id_out, op=Matcher.TYPE, value="integer"))
        yield self._probe(
            "create.persists", f"a created {one} comes back as sent and can be read",
            created, self._read(full),
        )  # fmt: skip
        least = self._values(0, only_required=True)
        yield self._probe(
            "create.required_only", f"a {one} needs only its required fields",
            self._create_step(least, echo=True), self._read(least),
        )  # fmt: skip
        extra = self._create_step(full | {"field_nobody_declared": "x"})
        yield self._probe(
            "create.unknown_field", "a field nobody declared is ignored", extra, self._read(full)
        )

    def _lists(self) -> Iterator[Probe]:
        if not self._has(BindingRole.LIST):
            return
        many = self.entity.labels.plural.lower()
        first, second, third = self._values(0), self._values(1), self._values(2)
        binding = self._binding(BindingRole.LIST)
        empty = self._list(length=0, total=0)
        yield self._probe("list.empty", f"no {many} yet: an empty array, never null", empty)
        yield self._probe(
            "list.agrees", f"the list shows every one of the {many}, newest first, with the total",
            self._create_step(first, "a"), self._create_step(second, "b"),
            self._list(
                length=2, total=2, order=["b", "a"],
                contains=[_plain(self.entity, first) | {"id": "{{a}}"}],
            ),
        )  # fmt: skip
        if binding.limit and binding.offset:
            yield self._probe(
                "list.pages", f"limit and offset walk through the {many}",
                self._create_step(first, "a"), self._create_step(second, "b"),
                self._create_step(third, "c"),
                self._list(query={binding.limit: "2"}, length=2, total=3, order=["c", "b"]),
                self._list(
                    query={binding.limit: "2", binding.offset: "2"},
                    length=1, total=3, order=["a"],
                ),
                self._refusal(self._list(query={binding.limit: "many"}), 400, 422),
            )  # fmt: skip
        if binding.search:
            yield from self._search(binding.search)
        for parameter, name in binding.filters.items():
            yield from self._filter(parameter, self.entity.field(name))
        if binding.sort:
            yield from self._sort(binding.sort)

    def _search(self, parameter: str) -> Iterator[Probe]:
        for field in conventions.search_fields(self.entity):
            wanted, other = self._values(0), self._values(1)
            needle = str(valid_value(field, 0))
            if needle == str(valid_value(field, 1)) or field.examples:
                continue
            for searched in conventions.search_fields(self.entity):
                if searched.name != field.name and searched.name in wanted:
                    if needle.split()[0] in str(wanted[searched.name]) and not searched.required:
                        wanted.pop(searched.name)
            fragment = needle.split()[0].upper()
            yield self._probe(
                f"search.{field.name}", f"search finds text in {field.label.lower()}, in any case",
                self._create_step(wanted, "a"), self._create_step(other, "b"),
                self._list(query={parameter: fragment}, length=1, total=1, order=["a"]),
            )  # fmt: skip

    def _filter(self, parameter: str, field: EntityField) -> Iterator[Probe]:
        if field.type is FieldType.REF:
            yield from self._filter_by_parent(parameter, field)
            return
        first, second = self._values(0), self._values(1)
        first[field.name], second[field.name] = valid_value(field, 0), valid_value(field, 1)
        yield self._probe(
            f"filter.{field.name}", f"the list can be narrowed by {field.label.lower()}",
            self._create_step(first, "a"), self._create_step(second, "b"),
            self._list(
                query={parameter: _query_text(first[field.name])}, length=1, total=1, order=["a"]
            ),
        )  # fmt: skip

    def _filter_by_parent(self, parameter: str, field: EntityField) -> Iterator[Probe]:
        values = self._values(0)
        if field.name not in values:
            return
        yield self._probe(
            f"filter.{field.name}", f"the list can be narrowed by {field.label.lower()}",
            self._create_step(values, "a"),
            self._list(query={parameter: str(values[field.name])}, length=1, order=["a"]),
            self._list(query={parameter: str(UNKNOWN_ID)}, length=0),
        )  # fmt: skip

    def _sort(self, parameter: str) -> Iterator[Probe]:
        field = self.entity.field(self.entity.display_field)
        low, high = self._values(0), self._values(1)
        if not str(low[field.name]) < str(high[field.name]) or field.type not in TEXTUAL:
            return
        yield self._probe(
            f"sort.{field.name}", f"the list can be ordered by {field.label.lower()}",
            self._create_step(low, "a"), self._create_step(high, "b"),
            self._list(query={parameter: field.name}, order=["a", "b"]),
            self._list(query={parameter: "-" + field.name}, order=["b", "a"]),
        )  # fmt: skip

    def _changes(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        before, after, other = self._values(0), self._values(1), self._values(2)
        if self._has(BindingRole.REPLACE, BindingRole.READ):
            binding = self._binding(BindingRole.REPLACE)
            replaced = self._send(
                BindingRole.REPLACE, after, body=self._echo(binding.body_out, after)
            )
            steps = [
                self._create_step(other, "other"), self._create_step(before), replaced,
                self._read(after), self._read(other, "{{other}}"),
            ]  # fmt: skip
            if self._has(BindingRole.LIST):
                expected = _plain(self.entity, after) | {"id": "{{id}}"}
                steps.append(self._list(contains=[expected], length=2))
            yield self._probe(
                "update.reads_back", f"a changed {one} reads back as changed, no other is touched",
                *steps,
            )  # fmt: skip
        if self._has(BindingRole.DELETE, BindingRole.READ):
            steps = [
                self._create_step(before), self._create_step(other, "other"),
                self._send(BindingRole.DELETE),
                self._refusal(self._send(BindingRole.READ), 404),
                self._refusal(self._send(BindingRole.DELETE), 404),
                self._read(other, "{{other}}"),
            ]  # fmt: skip
            if self._has(BindingRole.LIST):
                steps.append(self._list(length=1, excludes=[{"id": "{{id}}"}]))
            yield self._probe("delete.is_gone", f"a deleted {one} is gone, no other is", *steps)
            again = self._create_step(after, "again")
            again.expect.body.append(
                Match(
                    pointer=self._binding(BindingRole.CREATE).id_out,
                    op=Matcher.DIFFERS, value="{{id}}",
                )
            )  # fmt: skip
            yield self._probe(
                "ids.never_reused", "the id of a deleted record is not given out again",
                self._create_step(before), self._send(BindingRole.DELETE), again,
            )  # fmt: skip

    def _errors(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        unknown = str(UNKNOWN_ID)
        for role in (BindingRole.READ, BindingRole.REPLACE, BindingRole.DELETE):
            if self._has(role):
                values = self._values(0) if role is BindingRole.REPLACE else None
                step = self._send(role, values, identifier=unknown)
                yield self._probe(
                    f"{role}.unknown_id", f"an unknown {one} is answered with 404",
                    self._refusal(step, 404),
                )  # fmt: skip
        malformed = self._send(BindingRole.CREATE)
        malformed.raw = '{"'
        steps = [self._refusal(malformed, 400)]
        if self._has(BindingRole.LIST):
            steps.append(self._list(length=0))
        yield self._probe("create.malformed", "a body that is not JSON is a 400", *steps)
        yield from self._protocol()

    def _protocol(self) -> Iterator[Probe]:
        path = self._path(BindingRole.CREATE)
        wrong_type = HttpStep(
            method="POST", path=path, raw="content=hello", headers={"Content-Type": "text/plain"},
            expect=Expectation(status=[415], headers=PROBLEM_HEADERS),
        )  # fmt: skip
        yield self._probe(
            "create.media_type", "a body that claims not to be JSON is a 415", wrong_type
        )
        unused = HttpStep(
            method="PATCH", path=path,
            expect=Expectation(status=[405], headers={"Allow": "POST"}),
        )  # fmt: skip
        yield self._probe("method.not_allowed", "an undeclared method is a 405 with Allow", unused)
        preflight = HttpStep(
            method="OPTIONS", path=path,
            headers={
                "Origin": ORIGIN, "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type",
            },
            expect=Expectation(
                status=[200, 204],
                headers={
                    "Access-Control-Allow-Origin": rf"^(\*|{ORIGIN})$",
                    "Access-Control-Allow-Methods": "(POST|\\*)",
                    "Access-Control-Allow-Headers": "(?i)(content-type|\\*)",
                },
            ),
        )  # fmt: skip
        steps = [preflight]
        if self._has(BindingRole.LIST):
            seen = self._list()
            seen.headers = {"Origin": ORIGIN}
            seen.expect.headers = {
                "Access-Control-Allow-Origin": rf"^(\*|{ORIGIN})$",
                "Access-Control-Expose-Headers": "(?i)x-total-count|\\*",
            }
            steps.append(seen)
        yield self._probe("cors.preflight", "a page on another origin may call it", *steps)

    def _constraints(self) -> Iterator[Probe]:
        for field in self.entity.client_fields:
            for broken in broken_values(field):
                yield self._refused(
                    field, broken.reason, self._values(0) | {field.name: broken.value}
                )
            if field.required:
                values = self._values(0)
                values.pop(field.name)
                yield self._refused(field, "missing", values)
            if field.unique:
                yield self._unique(field)
        yield from self._broken_update()
        yield from self._referenced()

    def _refused(self, field: EntityField, reason: str, values: dict[str, JsonValue]) -> Probe:
        attempt = self._send(BindingRole.CREATE, values)
        named = None if reason in ("wrong_type", "fraction", "null") else field.name
        steps = [self._refusal(attempt, 400, 422, field=named)]
        if self._has(BindingRole.LIST):
            steps.append(self._list(length=0))
        title = (
            f"{field.label.lower()}: {reason.replace('_', ' ')} is refused and nothing is stored"
        )
        return self._probe(f"invalid.{field.name}.{reason}", title, *steps)

    def _unique(self, field: EntityField) -> Probe:
        first, second = self._values(0), self._values(1)
        taken = self._send(BindingRole.CREATE, second | {field.name: first[field.name]})
        steps = [self._create_step(first, "a"), self._refusal(taken, 409, field=field.name)]
        if self._has(BindingRole.REPLACE, BindingRole.READ):
            collide = second | {field.name: first[field.name]}
            steps += [
                self._create_step(second),
                self._refusal(self._send(BindingRole.REPLACE, collide), 409),
                self._read(second),
                self._send(BindingRole.REPLACE, second),
            ]
        return self._probe(f"unique.{field.name}", f"{field.label.lower()} is unique", *steps)

    def _broken_update(self) -> Iterator[Probe]:
        if not self._has(BindingRole.REPLACE, BindingRole.READ):
            return
        for field in self.entity.client_fields:
            for broken in broken_values(field)[:1]:
                before = self._values(0)
                attempt = self._send(
                    BindingRole.REPLACE, self._values(1) | {field.name: broken.value}
                )
                yield self._probe(
                    f"update.refuses.{field.name}",
                    f"a change that breaks {field.label.lower()} is refused and changes nothing",
                    self._create_step(before), self._refusal(attempt, 400, 422), self._read(before),
                )  # fmt: skip

    def _referenced(self) -> Iterator[Probe]:
        for field in self.entity.client_fields:
            if field.ref is None or field.name not in self._values(0) or not field.required:
                continue
            parent = _EntityProbes(self.plan, self.plan.entity(field.ref))
            if not parent._has(BindingRole.DELETE, BindingRole.READ) or not self._has(
                BindingRole.READ
            ):
                continue
            token = str(valid_value(field, 0))
            held = parent._send(BindingRole.DELETE, identifier=token)
            yield self._probe(
                f"reference.{field.name}",
                f"a {field.label.lower()} that is referred to cannot be deleted",
                self._create_step(self._values(0)), parent._refusal(held, 409),
                parent._send(BindingRole.READ, identifier=token), self._read(self._values(0)),
            )  # fmt: skip


def _wrap(pointer: str, values: JsonValue) -> JsonValue:
    for key in reversed([part for part in pointer.split("/") if part]):
        values = {key: values}
    return values


def _plain(entity: Entity, values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The values that compare by equality inside a list: no instants, no secrets."""
    return {
        name: value
        for name, value in values.items()
        if entity.field(name).type not in INSTANT_TYPES and not entity.field(name).secret
    }


def _query_text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
