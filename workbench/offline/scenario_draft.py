"""Requirements in plain words, each with the scenario that proves it."""

from __future__ import annotations

import re

from pydantic import JsonValue

from workbench.offline.array_scenario import several_steps
from workbench.offline.quoting import pieces
from workbench.offline.scenario_steps import ScenarioSteps
from workbench.plan.actors import caller
from workbench.plan.conventions.lists import search_fields
from workbench.plan.fields import BoundedField, EntityField, FieldType, TextField
from workbench.plan.names import kebab, with_article
from workbench.plan.pages import Page
from workbench.plan.steps import (
    Expectation,
    HttpStep,
    Match,
    Matcher,
    Scenario,
    Step,
)
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.totals.model import VALUE, Totals
from workbench.plan.ui_steps import (
    ExpectChartStep,
    GotoStep,
)
from workbench.reference.data_for_tests import (
    create_step,
    parent_steps,
    record,
)
from workbench.reference.totals.enumeration import sample_labels


class ScenarioDraft:
    """Writes requirements in plain words, each with the scenario that proves it."""

    def __init__(self, plan: SystemPlan) -> None:
        self.plan = plan
        self._steps = ScenarioSteps(plan)
        self.requirements: list[dict[str, JsonValue]] = []
        self.scenarios: list[Scenario] = []

    def entity(self, entity: Entity, quotes: list[str]) -> None:
        """The requirements of an entity; the first of them quotes these pieces of the request."""
        many = entity.labels.plural.lower()
        self._add(
            "api",
            f"{_sentence(many)} can be created, listed, read, changed and deleted",
            f"{entity.plural}-lifecycle",
            self._steps.lifecycle(entity),
        )
        self.requirements[-1]["quotes"] = list(quotes)
        self._add(
            "ui",
            f"{_sentence(many)} can be added and found again on their page",
            f"{entity.plural}-page",
            self._steps.page(entity),
        )
        if search_fields(entity):
            self._add(
                "api",
                f"{_sentence(many)} can be searched by their {self._display(entity)}",
                f"{entity.plural}-search",
                self._steps.search(entity),
            )
        for field in entity.client_fields:
            self._field(entity, field)
        if entity.owner is not None:
            self._owned(entity)
        for role, roles in entity.operation_roles.items():
            self._restricted(entity, role, roles)

    def accounts(self) -> None:
        """The requirement that people register and sign in."""
        accounts = self.plan.accounts
        assert accounts is not None
        assert accounts.me_operation is not None
        me = self.plan.operation(accounts.me_operation)
        refused = HttpStep(method=me.method, path=me.path, expect=Expectation(status=[401]))
        shown = [Match(pointer=f"/{accounts.login}", op=Matcher.MATCHES, value="@")]
        known = HttpStep(
            method=me.method,
            path=me.path,
            as_account="anna",
            expect=Expectation(status=[me.success], body=shown),
        )
        self._add("api", "People register and sign in", "accounts-sign-in", [refused, known])

    def _owned(self, entity: Entity) -> None:
        """Each account has records of its own."""
        many = entity.labels.plural.lower()
        created = self._steps.created(entity, 0)
        item = self._steps.path(entity) + "/{{id}}"
        steps: list[Step] = [
            *parent_steps(self.plan, entity),
            created,
            self._steps.read(item, status=404).model_copy(update={"as_account": "stranger"}),
            self._steps.listed(entity, 0).model_copy(update={"as_account": "stranger"}),
            self._steps.read(item),
        ]
        self._add("api", f"Nobody sees another account's {many}", f"{entity.plural}-own", steps)

    def _restricted(self, entity: Entity, role: BindingRole, roles: list[str]) -> None:
        """Only accounts with a role may do it."""
        binding = self.plan.binding(entity.name, role)
        if binding is None:
            return
        operation = self.plan.operation(binding.operation)
        created = self._steps.created(entity, 0)
        path = operation.path.replace("{id}", "{{id}}")
        refused = HttpStep(
            method=operation.method,
            path=path,
            as_account="stranger",
            body=record(self.plan, entity, 1) if operation.request is not None else None,
            expect=Expectation(status=[403]),
        )
        verb = {"create": "created", "replace": "changed", "delete": "deleted"}[role.value]
        who = " or ".join(with_article(name) for name in roles)
        self._add(
            "api",
            f"{_sentence(entity.labels.plural.lower())} are {verb} by {who} only",
            f"{entity.plural}-{role.value}-{roles[0]}",
            [*parent_steps(self.plan, entity), created, refused],
        )

    def chart(self, totals: Totals, page: Page) -> None:
        """Records are counted or added up as the chart says, and its page draws the same numbers."""
        entity, [chart] = self.plan.entity(totals.entity), page.charts
        path = self.plan.operation(totals.operation).path
        by = entity.field(totals.by)
        labels = sample_labels(by)
        bodies = [
            record(self.plan, entity, number) | {by.name: value}
            for number, value in enumerate(labels)
        ]
        created = [
            create_step(self.plan, entity, body).model_copy(update={"capture": {f"r{n}": "/id"}})
            for n, body in enumerate(bodies)
        ]
        before: list[Step] = [*parent_steps(self.plan, entity), *created]
        shown = [
            Match(pointer=f"/{place}/{VALUE}", op=Matcher.EQUALS, value=value)
            for place, value in enumerate(_sums(totals, bodies, later_first=labels[2] < labels[0]))
        ]
        read = HttpStep(method="GET", path=path, expect=Expectation(status=[200], body=shown))
        many = entity.labels.plural.lower()
        what = "counted" if totals.field is None else "added up"
        self._add(
            "api",
            f"{_sentence(many)} are {what} per {totals.per or by.label.lower()}",
            f"{kebab(totals.operation)}-totals",
            [*before, read],
        )
        self._add(
            "ui",
            f"The page “{page.heading}” draws the same numbers, with a table of them",
            f"{kebab(totals.operation)}-page",
            [
                *before,
                GotoStep(route=page.route, as_account=self._steps.creator(entity)),
                ExpectChartStep(name=chart.name),
            ],
        )

    def unproven(self, text: str, phrase: str = "") -> None:
        """What cannot be built stays a requirement, without a scenario, with its words if any."""
        self._requirement("manual", text)
        self.requirements[-1]["quotes"] = list(pieces(phrase))

    def _field(self, entity: Entity, field: EntityField) -> None:
        one = entity.labels.singular.lower()
        label = field.label if field.label.isupper() else field.label.lower()
        key = f"{entity.plural}-{field.name}".replace("_", "-")
        if field.unique:
            self._add(
                "api",
                f"No two {entity.labels.plural.lower()} share {with_article(label)}",
                f"{key}-unique",
                self._steps.unique(entity, field),
            )
        if field.type is FieldType.REF:
            self._add(
                "api",
                f"{_sentence(with_article(one))} belongs to {with_article(label)} that exists",
                f"{key}-belongs",
                self._steps.belongs(entity, field),
            )
        elif field.type is FieldType.REFS:
            self._add(
                "api",
                f"{_sentence(with_article(one))} has any number of {label} that exist",
                f"{key}-several",
                several_steps(self.plan, entity, field),
            )
        elif field.type is FieldType.ENUM:
            self._add(
                "api",
                f"The {label} of {with_article(one)} is one of {', '.join(field.values)}",
                f"{key}-values",
                self._steps.refusals(entity, field),
            )
        elif isinstance(field, BoundedField) and (field.min is not None or field.max is not None):
            low = f" at least {field.min:g}" if field.min is not None else ""
            high = f" at most {field.max:g}" if field.max is not None else ""
            self._add(
                "api",
                f"The {label} of {with_article(one)} is{low}{' and' if low and high else ''}{high}",
                f"{key}-range",
                self._steps.refusals(entity, field),
            )
        elif not isinstance(field, TextField) or field.type in (FieldType.EMAIL, FieldType.URL):
            self._add(
                "api",
                f"The {label} of {with_article(one)} is a valid {field.type}",
                f"{key}-type",
                self._steps.refusals(entity, field),
            )

    def _display(self, entity: Entity) -> str:
        return entity.field(entity.display_field).label.lower()

    def _requirement(self, kind: str, text: str) -> str:
        identifier = f"R{len(self.requirements) + 1}"
        self.requirements.append({"id": identifier, "text": text, "kind": kind})
        return identifier

    def _add(self, kind: str, text: str, scenario: str, steps: list[Step]) -> None:
        requirement = self._requirement(kind, text)
        acted = [self._by_account(step) for step in steps]
        self.scenarios.append(
            Scenario(id=scenario, requirement=requirement, title=text, steps=acted)
        )

    def _by_account(self, step: Step) -> Step:
        """A request without an account, as the account that may send it."""
        if self.plan.accounts is None or not isinstance(step, HttpStep) or step.as_account:
            return step
        path = re.sub(r"\{\{[^}]*\}\}", "{id}", step.path)
        for operation in self.plan.operations:
            if (operation.method, operation.path) == (step.method, path):
                if operation.id != self.plan.accounts.me_operation:
                    return step.model_copy(update={"as_account": caller(self.plan, operation)})
        return step


def _sums(
    totals: Totals, bodies: list[dict[str, JsonValue]], *, later_first: bool
) -> list[JsonValue]:
    """What three records amount to, of which the first two have one label."""
    one, again, other = (
        float(str(body.get(totals.field) or 0)) if totals.field else 1 for body in bodies
    )
    sums: list[float] = [other, one + again] if later_first else [one + again, other]
    return [int(value) if float(value).is_integer() else round(value, 6) for value in sums]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
