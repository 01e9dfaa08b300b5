"""Traces of api.contract, generated from the plan and shared with the Go contract tests.

Every trace starts on a fresh database, so that none depends on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.plan.pointers import placed
from workbench.plan.steps import Match, Matcher, Trace
from workbench.plan.system import BindingRole, SystemPlan
from workbench.reference.account_traces import account_traces
from workbench.reference.agreement import agrees
from workbench.reference.derived_traces import derived_traces
from workbench.reference.enumeration.traces import enumerated_traces
from workbench.reference.execution.machine import Reference
from workbench.reference.invariant_traces import invariant_traces
from workbench.reference.list_traces import ListTraces
from workbench.reference.own_refusals import with_words

CREATED = "created_at"


def derive_traces(plan: SystemPlan) -> list[Trace]:
    """Every trace that follows from the plan, in a stable order."""
    return list(_derived(plan.model_dump_json()))


@lru_cache(maxsize=8)
def _derived(plan: str) -> tuple[Trace, ...]:
    read = SystemPlan.model_validate_json(plan)
    return (*behaviour_traces(read), *with_words(read, enumerated_traces(read)))


def behaviour_traces(plan: SystemPlan) -> list[Trace]:
    """The traces that show one behaviour each, in a few steps; tests.strength names faults by them."""
    traces: list[Trace] = []
    for entity in plan.entities:
        if plan.binding(entity.name, BindingRole.CREATE) is not None:
            shown = _EntityTraces(plan, entity)
            traces += shown.all() if shown.can_be_created else []
    traces += [*invariant_traces(plan), *derived_traces(plan), *account_traces(plan)]
    reference = Reference(plan)
    return with_words(plan, [trace for trace in traces if agrees(reference, trace)])


class _EntityTraces(ListTraces):
    """Builds the traces of one entity."""

    def all(self) -> list[Trace]:
        return [
            *self._create(),
            *self.lists(),
            *self._changes(),
            *self._errors(),
            *self.constraints(),
            *self.nested(),
        ]

    def _create(self) -> Iterator[Trace]:
        one = self.entity.labels.singular.lower()
        full = self.values(0)
        binding = self.binding(BindingRole.CREATE)
        created = self.create_step(full, echo=True)
        if self.plan.document is None:
            created.expect.headers["Location"] = "."
        kind = "integer" if self.entity.id == "int64" else "string"
        pointer = binding.body_out + binding.id_out
        created.expect.body.append(Match(pointer=pointer, op=Matcher.TYPE, value=kind))
        yield self.trace(
            "create.persists",
            f"a created {one} comes back as sent and can be read",
            created,
            self.seen_step(full),
        )
        least = self.values(0, only_required=True)
        yield self.trace(
            "create.required_only",
            f"a {one} needs only its required fields",
            self.create_step(least, echo=True),
            self.seen_step(least),
        )
        if self.plan.document is not None:
            return  # a client's document decides what happens to other fields
        extra = self.create_step(full | {"field_nobody_declared": "x"})
        yield self.trace(
            "create.unknown_field",
            "an undeclared field is ignored",
            extra,
            self.seen_step(full),
        )

    def _changes(self) -> Iterator[Trace]:
        one = self.entity.labels.singular.lower()
        before, after, other = self.values(0), self.values(1), self.values(2)
        change = self.change
        if change is not None and self.has(BindingRole.READ):
            binding = self.binding(change)
            replaced = self.send(change, after, body=self.echo(binding.body_out, after))
            steps = [
                self.create_step(other, "other"),
                self.create_step(before),
                replaced,
                self.read_step(after),
                self.read_step(other, "{{other}}"),
            ]
            if self.has(BindingRole.LIST):
                steps.append(self.list_step(contains=[self.item(after, "{{id}}")], length=2))
            yield self.trace(
                "update.reads_back",
                f"a changed {one} reads back as changed, no other is touched",
                *steps,
            )
            yield from self._replaces_all(one, change)
            if change is BindingRole.PATCH:
                yield from self._changes_only_what_is_sent(one)
        if self.has(BindingRole.DELETE) and (
            self.has(BindingRole.READ) or self.has(BindingRole.LIST)
        ):
            read = self.has(BindingRole.READ)
            steps = [
                self.create_step(before),
                self.create_step(other, "other"),
                self.send(BindingRole.DELETE),
                *([self.error_step(self.send(BindingRole.READ), 404)] if read else []),
                self.error_step(self.send(BindingRole.DELETE), 404),
            ]
            steps += filter(None, [self.seen_step(other, "{{other}}")])
            if self.has(BindingRole.LIST):
                gone = placed([(self.binding(BindingRole.LIST).id_out, "{{id}}")])
                steps.append(self.list_step(length=1, excludes=[gone]))
            yield self.trace("delete.is_gone", f"a deleted {one} is gone, no other is", *steps)
            if self.entity.id != "int64":
                return  # a slug is built from the record's name and may recur
            again = self.create_step(after, "again")
            binding = self.binding(BindingRole.CREATE)
            again.expect.body.append(
                Match(pointer=binding.body_out + binding.id_out, op=Matcher.DIFFERS, value="{{id}}")
            )
            yield self.trace(
                "ids.never_reused",
                "the id of a deleted record is not reused",
                self.create_step(before),
                self.send(BindingRole.DELETE),
                again,
            )

    def _changes_only_what_is_sent(self, one: str) -> Iterator[Trace]:
        before, after = self.values(0), self.values(1)
        for field in self.entity.client_fields:
            if field.name not in after or field.secret or after[field.name] == before[field.name]:
                continue
            sent = {field.name: after[field.name]}
            after = before | sent
            changed = self.send(
                BindingRole.PATCH,
                sent,
                parents=before,
                body=self.echo(self.binding(BindingRole.PATCH).body_out, after),
            )
            yield self.trace(
                f"update.only.{field.name}",
                f"a {one} whose {field.label.lower()} is changed keeps everything else",
                self.create_step(before),
                changed,
                self.seen_step(after),
            )

    def _replaces_all(self, one: str, change: BindingRole) -> Iterator[Trace]:
        """A replace resets the fields it does not send, and does not change fields that clients cannot write."""
        before = self.values(0)
        least = self.values(1, only_required=True)
        left_out = [
            Match(pointer="{}" + field.place, op=Matcher.EQUALS, value=field.default)
            for field in self.entity.client_fields
            if field.name in before
            and field.name not in least
            and not field.secret
            and (field.nullable or field.default is not None)
        ]
        if left_out and change is BindingRole.REPLACE:
            replaced, read = self.send(BindingRole.REPLACE, least), self.read_step(least)
            for step, role in ((replaced, BindingRole.REPLACE), (read, BindingRole.READ)):
                step.expect.body += [
                    _below(self.binding(role).body_out, match) for match in left_out
                ]
            yield self.trace(
                "update.replaces_all",
                f"a replaced {one} keeps no value that was not sent",
                self.create_step(before),
                replaced,
                read,
            )
        if any(
            field.name == CREATED and not field.is_written_by_client for field in self.entity.fields
        ):
            first = self.read_step({})
            first.capture = {"created": f"{self.binding(BindingRole.READ).body_out}/{CREATED}"}
            unchanged = Match(pointer=f"{{}}/{CREATED}", op=Matcher.INSTANT, value="{{created}}")
            replaced = self.send(change, self.values(1))
            read = self.read_step({})
            for step, role in ((replaced, change), (read, BindingRole.READ)):
                step.expect.body.append(_below(self.binding(role).body_out, unchanged))
            yield self.trace(
                "update.keeps_creation",
                f"a changed {one} keeps its creation time",
                self.create_step(before),
                first,
                replaced,
                read,
            )

    def _errors(self) -> Iterator[Trace]:
        one = self.entity.labels.singular.lower()
        changes = (BindingRole.REPLACE, BindingRole.PATCH)
        for role in (BindingRole.READ, *changes, BindingRole.DELETE):
            if self.has(role) and self.declares(role, 404, 403):
                values = self.values(0) if role in changes else None
                step = self.send(role, values, identifier=self.unknown_id)
                yield self.trace(
                    f"{role}.unknown_id", f"an unknown {one} is a 404", self.error_step(step, 404)
                )
        yield from self.wire()


def _below(pointer: str, match: Match) -> Match:
    """The expectation with `{}` in its pointer replaced by the record's pointer."""
    return match.model_copy(update={"pointer": match.pointer.replace("{}", pointer)})
