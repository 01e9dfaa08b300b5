"""Requirements in plain words, each with the scenario that proves it."""

from __future__ import annotations

import re

from pydantic import JsonValue

from workbench.offline.array_scenario import several_steps
from workbench.offline.quoting import pieces
from workbench.plan.actors import caller
from workbench.plan.addressing import parent_capture
from workbench.plan.conventions.lists import search_fields
from workbench.plan.fields import TEXTUAL, EntityField, FieldType
from workbench.plan.names import kebab, with_article
from workbench.plan.pages import Page
from workbench.plan.steps import (
    Expectation,
    HttpStep,
    Match,
    Matcher,
    ReloadStep,
    Scenario,
    Step,
)
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.totals.model import VALUE, Totals
from workbench.plan.ui_steps import (
    ClickStep,
    ExpectChartStep,
    ExpectRequestStep,
    ExpectTextStep,
    FillStep,
    GotoStep,
)
from workbench.reference.test_data import (
    broken_values,
    create_step,
    parent_steps,
    record,
    valid_value,
)
from workbench.reference.totals.enumeration import sample_labels


class ScenarioDraft:
    """Writes requirements in plain words, each with the scenario that proves it."""

    def __init__(self, plan: SystemPlan) -> None:
        self.plan = plan
        self.requirements: list[dict[str, JsonValue]] = []
        self.scenarios: list[Scenario] = []

    def entity(self, entity: Entity, quotes: list[str]) -> None:
        """The requirements of an entity; the first of them quotes these pieces of the request."""
        many = entity.labels.plural.lower()
        self._add(
            "api",
            f"{_sentence(many)} can be created, listed, read, changed and deleted",
            f"{entity.plural}-lifecycle",
            self._lifecycle(entity),
        )
        self.requirements[-1]["quotes"] = list(quotes)
        self._add(
            "ui",
            f"{_sentence(many)} can be added and found again on their page",
            f"{entity.plural}-page",
            self._page(entity),
        )
        if search_fields(entity):
            self._add(
                "api",
                f"{_sentence(many)} can be searched by their {self._display(entity)}",
                f"{entity.plural}-search",
                self._search(entity),
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
        created = self._create(entity, 0)
        item = self._path(entity) + "/{{id}}"
        steps: list[Step] = [
            *parent_steps(self.plan, entity),
            created,
            self._get(item, status=404).model_copy(update={"as_account": "stranger"}),
            self._list(entity, 0).model_copy(update={"as_account": "stranger"}),
            self._get(item),
        ]
        self._add("api", f"Nobody sees another account's {many}", f"{entity.plural}-own", steps)

    def _restricted(self, entity: Entity, role: BindingRole, roles: list[str]) -> None:
        """Only accounts with a role may do it."""
        binding = self.plan.binding(entity.name, role)
        if binding is None:
            return
        operation = self.plan.operation(binding.operation)
        created = self._create(entity, 0)
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
                GotoStep(route=page.route, as_account=self._creator(entity)),
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
                self._unique(entity, field),
            )
        if field.type is FieldType.REF:
            self._add(
                "api",
                f"{_sentence(with_article(one))} belongs to {with_article(label)} that exists",
                f"{key}-belongs",
                self._belongs(entity, field),
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
                self._refusals(entity, field),
            )
        elif field.min is not None or field.max is not None:
            low = f" at least {field.min:g}" if field.min is not None else ""
            high = f" at most {field.max:g}" if field.max is not None else ""
            self._add(
                "api",
                f"The {label} of {with_article(one)} is{low}{' and' if low and high else ''}{high}",
                f"{key}-range",
                self._refusals(entity, field),
            )
        elif field.type not in TEXTUAL or field.type in (FieldType.EMAIL, FieldType.URL):
            self._add(
                "api",
                f"The {label} of {with_article(one)} is a valid {field.type}",
                f"{key}-type",
                self._refusals(entity, field),
            )

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

    # -- steps --------------------------------------------------------------------------------

    def _path(self, entity: Entity) -> str:
        return f"{self.plan.api_prefix}/{entity.plural}"

    def _display(self, entity: Entity) -> str:
        return entity.field(entity.display_field).label.lower()

    def _create(self, entity: Entity, variant: int, capture: str = "id") -> HttpStep:
        step = create_step(self.plan, entity, record(self.plan, entity, variant))
        step.capture = {capture: "/id"}
        return step

    def _get(
        self, path: str, matches: dict[str, JsonValue] | None = None, *, status: int = 200
    ) -> HttpStep:
        body = [
            Match(pointer=f"/{name}", op=Matcher.EQUALS, value=value)
            for name, value in (matches or {}).items()
        ]
        return HttpStep(method="GET", path=path, expect=Expectation(status=[status], body=body))

    def _list(self, entity: Entity, length: int, query: dict[str, str] | None = None) -> HttpStep:
        match = Match(pointer="", op=Matcher.LENGTH, value=length)
        return HttpStep(
            method="GET",
            path=self._path(entity),
            query=query or {},
            expect=Expectation(status=[200], body=[match]),
        )

    def _lifecycle(self, entity: Entity) -> list[Step]:
        item = self._path(entity) + "/{{id}}"
        before = valid_value(entity.field(entity.display_field), 0)
        changed = record(self.plan, entity, 1)
        after = changed[entity.display_field]
        put = HttpStep(method="PUT", path=item, body=changed, expect=Expectation(status=[200]))
        delete = HttpStep(method="DELETE", path=item, expect=Expectation(status=[204]))
        return [
            *parent_steps(self.plan, entity),
            self._create(entity, 0),
            self._list(entity, 1),
            self._get(item, {entity.display_field: before}),
            put,
            self._get(item, {entity.display_field: after}),
            delete,
            self._get(item, status=404),
            self._list(entity, 0),
        ]

    def _search(self, entity: Entity) -> list[Step]:
        text = str(valid_value(entity.field(entity.display_field), 0)).split()[0]
        return [
            *parent_steps(self.plan, entity),
            self._create(entity, 0, "first"),
            self._create(entity, 1, "second"),
            self._list(entity, 1, {"q": text}),
            self._list(entity, 0, {"q": "nothing-has-this"}),
        ]

    def _unique(self, entity: Entity, field: EntityField) -> list[Step]:
        values = record(self.plan, entity, 1) | {field.name: valid_value(field, 0)}
        taken = HttpStep(
            method="POST", path=self._path(entity), body=values, expect=Expectation(status=[409])
        )
        return [*parent_steps(self.plan, entity), self._create(entity, 0), taken]

    def _belongs(self, entity: Entity, field: EntityField) -> list[Step]:
        token = "{{" + parent_capture(field) + "}}"
        if field.name not in record(self.plan, entity, 0):  # the other record needs this one first
            return self._refusals(entity, field)
        return [
            *parent_steps(self.plan, entity),
            self._create(entity, 0),
            self._get(self._path(entity) + "/{{id}}", {field.name: token}),
            self._list(entity, 1, {field.name: token}),
            *self._attempts(entity, field),
        ]

    def _refusals(self, entity: Entity, field: EntityField) -> list[Step]:
        return [
            *parent_steps(self.plan, entity),
            *self._attempts(entity, field),
            self._list(entity, 0),
            self._create(entity, 0),
        ]

    def _attempts(self, entity: Entity, field: EntityField) -> list[Step]:
        values = record(self.plan, entity, 0)
        return [
            HttpStep(
                method="POST",
                path=self._path(entity),
                body=values | {field.name: broken.value},
                expect=Expectation(status=[400, 422]),
            )
            for broken in broken_values(field)
        ]

    def _creator(self, entity: Entity) -> str | None:
        """The account that may create such records; None without accounts."""
        binding = self.plan.binding(entity.name, BindingRole.CREATE)
        assert binding is not None
        return caller(self.plan, self.plan.operation(binding.operation))

    def _page(self, entity: Entity) -> list[Step]:
        page = next(page for page in self.plan.pages if page.collection == entity.name)
        display = entity.field(entity.display_field)
        steps: list[Step] = list(parent_steps(self.plan, entity, 4, only_required=True))
        steps += [
            GotoStep(route=page.route, as_account=self._creator(entity)),
            ClickStep(name=page.actions["create"]),
        ]
        for field in entity.client_fields:
            if field.required:
                value: JsonValue = valid_value(field, 4)
                if field.ref is not None:
                    target = self.plan.entity(field.ref)
                    value = valid_value(target.field(target.display_field), 4)
                steps.append(FillStep(label=field.label, value=value))
        text = valid_value(display, 4)
        return [
            *steps,
            ClickStep(name=page.actions["save"]),
            ExpectRequestStep(method="POST", path=self._path(entity)),
            ExpectTextStep(value=text),
            ReloadStep(),
            ExpectTextStep(value=text),
        ]


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
