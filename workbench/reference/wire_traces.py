"""Traces of an entity's operations in HTTP: bodies, methods, origins, nested paths."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.plan.system import BindingRole
from workbench.reference.constraint_traces import ConstraintTraces
from workbench.reference.data_for_tests import record
from workbench.reference.entity_requests import EntityRequests

ORIGIN = "http://page.example"


class WireTraces(ConstraintTraces):
    """Builds the traces of one entity that test requests rather than records."""

    def wire(self) -> Iterator[Trace]:
        """The traces of malformed and cross-origin requests."""
        yield from self._malformed()
        if self.plan.document is None:
            yield from self._protocol()
        if self.plan.origin == "split":
            yield from self._other_origins()

    def nested(self) -> Iterator[Trace]:
        """The traces of nested paths: a record below one parent is not below another."""
        one = self.entity.labels.singular.lower()
        for field in self.entity.path_fields:
            parent = self.plan.entity(field.ref)
            above = EntityRequests(self.plan, parent)
            if not above.has(BindingRole.CREATE):
                continue
            other = above.create_step(record(self.plan, parent, 1, only_required=True), "elsewhere")
            elsewhere: dict[str, JsonValue] = {field.name: "{{elsewhere}}"}
            values = self.values(0)
            steps = [other, self.create_step(values)]
            if self.has(BindingRole.LIST):
                steps.append(self.list_step(length=0, parents=elsewhere))
            for role in (BindingRole.READ, BindingRole.DELETE):
                if self.has(role) and self.declares(role, 404):
                    steps.append(self.error_step(self.send(role, parents=elsewhere), 404))
            yield self.trace(
                f"nested.{field.name}",
                f"a {one} below one {field.label.lower()} is not below another",
                *steps,
                self.seen_step(values),
            )
            if self.declares(BindingRole.CREATE, 404):
                nowhere: dict[str, JsonValue] = {field.name: UNKNOWN_IDS[parent.id]}
                yield self.trace(
                    f"nested.{field.name}.unknown",
                    f"no {one} is created below an unknown {field.label.lower()}",
                    self.error_step(self.send(BindingRole.CREATE, values | nowhere), 404),
                )

    def _malformed(self) -> Iterator[Trace]:
        if not self.declares(BindingRole.CREATE, 400, 422):
            return
        malformed = self.send(BindingRole.CREATE)
        malformed.raw = '{"'
        steps = [self.error_step(malformed, 400)]
        if self.has(BindingRole.LIST):
            steps.append(self.list_step(length=0))
        yield self.trace("create.malformed", "a body that is not JSON is a 400", *steps)

    def _protocol(self) -> Iterator[Trace]:
        path = self.path(BindingRole.CREATE)
        wrong_type = self.error_step(self.send(BindingRole.CREATE), 415)
        wrong_type.raw, wrong_type.headers = "content=hello", {"Content-Type": "text/plain"}
        yield self.trace(
            "create.media_type", "a body with another media type than JSON is a 415", wrong_type
        )
        unused = HttpStep(
            method="PATCH",
            path=path,
            as_account=wrong_type.as_account,
            expect=Expectation(status=[405], headers={"Allow": "POST"}),
        )
        yield self.trace("method.not_allowed", "an undeclared method is a 405 with Allow", unused)

    def _other_origins(self) -> Iterator[Trace]:
        path = self.path(BindingRole.CREATE)
        asking = "content-type" if self.plan.accounts is None else "authorization,content-type"
        preflight = HttpStep(
            method="OPTIONS",
            path=path,
            headers={
                "Origin": ORIGIN,
                "Access-Control-Request-Method": "POST",
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
        )
        steps = [preflight]
        for role in (BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE):
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
            seen.expect.headers = {"Access-Control-Allow-Origin": rf"^(\*|{ORIGIN})$"}
            total = self.binding(BindingRole.LIST).total
            if total and not total.startswith("/"):
                exposed = f"(?i){total}|\\*"
                seen.expect.headers["Access-Control-Expose-Headers"] = exposed
            steps.append(seen)
        yield self.trace("cors.preflight", "a page of another origin may call the API", *steps)
