"""Probes of api.contract: derived from bindings and constraints, shared with the Go contract tests.

Every probe starts on a fresh database, so that none can lean on, or be poisoned by, another.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.contract import conventions
from workbench.contract.account_probes import account_probes
from workbench.contract.constraint_probes import ConstraintProbes
from workbench.contract.entity_requests import INSTANT_TYPES
from workbench.contract.fields import TEXTUAL, EntityField, FieldType
from workbench.contract.invariant_probes import invariant_probes
from workbench.contract.plan import BindingRole, Entity, SystemPlan
from workbench.contract.samples import (
    UNKNOWN_ID,
    valid_value,
)
from workbench.contract.steps import Expectation, HttpStep, Match, Matcher, Probe

ORIGIN = "http://page.example"
CREATED = "created_at"


def derive_probes(plan: SystemPlan) -> list[Probe]:
    """Every probe that follows from the plan, in a stable order."""
    probes: list[Probe] = []
    for entity in plan.entities:
        if plan.binding(entity.name, BindingRole.CREATE) is not None:
            probes += _EntityProbes(plan, entity).all()
    return [*probes, *invariant_probes(plan), *account_probes(plan)]


class _EntityProbes(ConstraintProbes):
    """Builds the probes of one entity."""

    def all(self) -> list[Probe]:
        return [
            *self._create(),
            *self._lists(),
            *self._changes(),
            *self._errors(),
            *self.constraints(),
        ]

    def _create(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        full = self.values(0)
        id_out = self.binding(BindingRole.CREATE).id_out
        created = self.create_step(full, echo=True)
        created.expect.headers["Location"] = "."
        created.expect.body.append(Match(pointer=id_out, op=Matcher.TYPE, value="integer"))
        yield self.probe(
            "create.persists", f"a created {one} comes back as sent and can be read",
            created, self.read_step(full),
        )  # fmt: skip
        least = self.values(0, only_required=True)
        yield self.probe(
            "create.required_only", f"a {one} needs only its required fields",
            self.create_step(least, echo=True), self.read_step(least),
        )  # fmt: skip
        extra = self.create_step(full | {"field_nobody_declared": "x"})
        yield self.probe(
            "create.unknown_field",
            "a field nobody declared is ignored",
            extra,
            self.read_step(full),
        )

    def _lists(self) -> Iterator[Probe]:
        if not self.has(BindingRole.LIST):
            return
        many = self.entity.labels.plural.lower()
        first, second, third = self.values(0), self.values(1), self.values(2)
        binding = self.binding(BindingRole.LIST)
        empty = self.list_step(length=0, total=0)
        yield self.probe("list.empty", f"no {many} yet: an empty array, never null", empty)
        yield self.probe(
            "list.agrees", f"the list shows every one of the {many}, newest first, with the total",
            self.create_step(first, "a"), self.create_step(second, "b"),
            self.list_step(
                length=2, total=2, order=["b", "a"],
                contains=[_plain(self.entity, first) | {"id": "{{a}}"}],
            ),
        )  # fmt: skip
        if binding.limit and binding.offset:
            yield self.probe(
                "list.pages", f"limit and offset walk through the {many}",
                self.create_step(first, "a"), self.create_step(second, "b"),
                self.create_step(third, "c"),
                self.list_step(query={binding.limit: "2"}, length=2, total=3, order=["c", "b"]),
                self.list_step(
                    query={binding.limit: "2", binding.offset: "2"},
                    length=1, total=3, order=["a"],
                ),
                self.refusal(self.list_step(query={binding.limit: "many"}), 400, 422),
            )  # fmt: skip
        if binding.search:
            yield from self._search(binding.search)
        for parameter, name in binding.filters.items():
            yield from self._filter(parameter, self.entity.field(name))
        if binding.sort:
            yield from self._sort(binding.sort)

    def _search(self, parameter: str) -> Iterator[Probe]:
        for field in conventions.search_fields(self.entity):
            wanted, other = self.values(0), self.values(1)
            needle = str(valid_value(field, 0))
            if needle == str(valid_value(field, 1)) or field.examples:
                continue
            for searched in conventions.search_fields(self.entity):
                if searched.name != field.name and searched.name in wanted:
                    if needle.split()[0] in str(wanted[searched.name]) and not searched.required:
                        wanted.pop(searched.name)
            fragment = needle.split()[0].upper()
            yield self.probe(
                f"search.{field.name}", f"search finds text in {field.label.lower()}, in any case",
                self.create_step(wanted, "a"), self.create_step(other, "b"),
                self.list_step(query={parameter: fragment}, length=1, total=1, order=["a"]),
            )  # fmt: skip

    def _filter(self, parameter: str, field: EntityField) -> Iterator[Probe]:
        if field.type is FieldType.REF:
            yield from self._filter_by_parent(parameter, field)
            return
        first, second = self.values(0), self.values(1)
        first[field.name], second[field.name] = valid_value(field, 0), valid_value(field, 1)
        yield self.probe(
            f"filter.{field.name}", f"the list can be narrowed by {field.label.lower()}",
            self.create_step(first, "a"), self.create_step(second, "b"),
            self.list_step(
                query={parameter: _query_text(first[field.name])}, length=1, total=1, order=["a"]
            ),
        )  # fmt: skip

    def _filter_by_parent(self, parameter: str, field: EntityField) -> Iterator[Probe]:
        values = self.values(0)
        if field.name not in values:
            return
        yield self.probe(
            f"filter.{field.name}", f"the list can be narrowed by {field.label.lower()}",
            self.create_step(values, "a"),
            self.list_step(query={parameter: str(values[field.name])}, length=1, order=["a"]),
            self.list_step(query={parameter: str(UNKNOWN_ID)}, length=0),
        )  # fmt: skip

    def _sort(self, parameter: str) -> Iterator[Probe]:
        field = self.entity.field(self.entity.display_field)
        low, high = self.values(0), self.values(1)
        if not str(low[field.name]) < str(high[field.name]) or field.type not in TEXTUAL:
            return
        yield self.probe(
            f"sort.{field.name}", f"the list can be ordered by {field.label.lower()}",
            self.create_step(low, "a"), self.create_step(high, "b"),
            self.list_step(query={parameter: field.name}, order=["a", "b"]),
            self.list_step(query={parameter: "-" + field.name}, order=["b", "a"]),
        )  # fmt: skip

    def _changes(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        before, after, other = self.values(0), self.values(1), self.values(2)
        if self.has(BindingRole.REPLACE, BindingRole.READ):
            binding = self.binding(BindingRole.REPLACE)
            replaced = self.send(
                BindingRole.REPLACE, after, body=self.echo(binding.body_out, after)
            )
            steps = [
                self.create_step(other, "other"), self.create_step(before), replaced,
                self.read_step(after), self.read_step(other, "{{other}}"),
            ]  # fmt: skip
            if self.has(BindingRole.LIST):
                expected = _plain(self.entity, after) | {"id": "{{id}}"}
                steps.append(self.list_step(contains=[expected], length=2))
            yield self.probe(
                "update.reads_back", f"a changed {one} reads back as changed, no other is touched",
                *steps,
            )  # fmt: skip
            yield from self._replaces_all(one)
        if self.has(BindingRole.DELETE, BindingRole.READ):
            steps = [
                self.create_step(before), self.create_step(other, "other"),
                self.send(BindingRole.DELETE),
                self.refusal(self.send(BindingRole.READ), 404),
                self.refusal(self.send(BindingRole.DELETE), 404),
                self.read_step(other, "{{other}}"),
            ]  # fmt: skip
            if self.has(BindingRole.LIST):
                steps.append(self.list_step(length=1, excludes=[{"id": "{{id}}"}]))
            yield self.probe("delete.is_gone", f"a deleted {one} is gone, no other is", *steps)
            again = self.create_step(after, "again")
            again.expect.body.append(
                Match(
                    pointer=self.binding(BindingRole.CREATE).id_out,
                    op=Matcher.DIFFERS, value="{{id}}",
                )
            )  # fmt: skip
            yield self.probe(
                "ids.never_reused", "the id of a deleted record is not given out again",
                self.create_step(before), self.send(BindingRole.DELETE), again,
            )  # fmt: skip

    def _replaces_all(self, one: str) -> Iterator[Probe]:
        """A replace takes back what it does not name, and leaves alone what no client writes."""
        before = self.values(0)
        least = self.values(1, only_required=True)
        left_out = [
            Match(pointer=f"{{}}/{field.name}", op=Matcher.EQUALS, value=field.default)
            for field in self.entity.client_fields
            if field.name in before and field.name not in least
            and not field.secret and (field.nullable or field.default is not None)
        ]  # fmt: skip
        if left_out:
            replaced, read = self.send(BindingRole.REPLACE, least), self.read_step(least)
            for step, role in ((replaced, BindingRole.REPLACE), (read, BindingRole.READ)):
                step.expect.body += [
                    _below(self.binding(role).body_out, match) for match in left_out
                ]
            yield self.probe(
                "update.replaces_all", f"a changed {one} has nothing left of what was not sent",
                self.create_step(before), replaced, read,
            )  # fmt: skip
        if any(
            field.name == CREATED and not field.is_written_by_client for field in self.entity.fields
        ):
            made = self.read_step({})
            made.capture = {"made": f"{self.binding(BindingRole.READ).body_out}/{CREATED}"}
            kept = Match(pointer=f"{{}}/{CREATED}", op=Matcher.INSTANT, value="{{made}}")
            replaced = self.send(BindingRole.REPLACE, self.values(1))
            read = self.read_step({})
            for step, role in ((replaced, BindingRole.REPLACE), (read, BindingRole.READ)):
                step.expect.body.append(_below(self.binding(role).body_out, kept))
            yield self.probe(
                "update.keeps_creation", f"a changed {one} was still created when it was created",
                self.create_step(before), made, replaced, read,
            )  # fmt: skip

    def _errors(self) -> Iterator[Probe]:
        one = self.entity.labels.singular.lower()
        unknown = str(UNKNOWN_ID)
        for role in (BindingRole.READ, BindingRole.REPLACE, BindingRole.DELETE):
            if self.has(role):
                values = self.values(0) if role is BindingRole.REPLACE else None
                step = self.send(role, values, identifier=unknown)
                yield self.probe(
                    f"{role}.unknown_id", f"an unknown {one} is answered with 404",
                    self.refusal(step, 404),
                )  # fmt: skip
        malformed = self.send(BindingRole.CREATE)
        malformed.raw = '{"'
        steps = [self.refusal(malformed, 400)]
        if self.has(BindingRole.LIST):
            steps.append(self.list_step(length=0))
        yield self.probe("create.malformed", "a body that is not JSON is a 400", *steps)
        yield from self._protocol()

    def _protocol(self) -> Iterator[Probe]:
        path = self.path(BindingRole.CREATE)
        wrong_type = self.refusal(self.send(BindingRole.CREATE), 415)
        wrong_type.raw, wrong_type.headers = "content=hello", {"Content-Type": "text/plain"}
        yield self.probe(
            "create.media_type", "a body that claims not to be JSON is a 415", wrong_type
        )
        unused = HttpStep(
            method="PATCH", path=path, as_account=wrong_type.as_account,
            expect=Expectation(status=[405], headers={"Allow": "POST"}),
        )  # fmt: skip
        yield self.probe("method.not_allowed", "an undeclared method is a 405 with Allow", unused)
        asking = "content-type" if self.plan.accounts is None else "authorization,content-type"
        preflight = HttpStep(
            method="OPTIONS", path=path,
            headers={
                "Origin": ORIGIN, "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": asking,
            },
            expect=Expectation(
                status=[200, 204],
                headers={
                    "Access-Control-Allow-Origin": rf"^(\*|{ORIGIN})$",
                    "Access-Control-Allow-Methods": "(POST|\\*)",
                    "Access-Control-Allow-Headers": f"(?i)({asking.partition(',')[0]}|\\*)",
                },
            ),
        )  # fmt: skip
        steps = [preflight]
        for role in (BindingRole.REPLACE, BindingRole.DELETE):
            if self.has(role):
                asked = self.plan.operation(self.binding(role).operation)
                other = preflight.model_copy(deep=True)
                other.path = self.path(role, "1")
                other.headers["Access-Control-Request-Method"] = asked.method
                other.expect.headers["Access-Control-Allow-Methods"] = f"({asked.method}|\\*)"
                steps.append(other)
        if self.has(BindingRole.LIST):
            seen = self.list_step()
            seen.headers = {"Origin": ORIGIN}
            seen.expect.headers = {
                "Access-Control-Allow-Origin": rf"^(\*|{ORIGIN})$",
                "Access-Control-Expose-Headers": "(?i)x-total-count|\\*",
            }
            steps.append(seen)
        yield self.probe("cors.preflight", "a page on another origin may call it", *steps)


def _below(pointer: str, match: Match) -> Match:
    """The expectation at its place in a body; `{}` in its pointer stands for the record's."""
    return match.model_copy(update={"pointer": match.pointer.replace("{}", pointer)})


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
