"""Steps of the scenarios that prove what is required of one entity."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.actors import caller
from workbench.plan.addressing import parent_capture
from workbench.plan.fields import EntityField
from workbench.plan.steps import (
    Expectation,
    HttpStep,
    Match,
    Matcher,
    ReloadStep,
    Step,
)
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.ui_steps import (
    ClickStep,
    ExpectRequestStep,
    ExpectTextStep,
    FillStep,
    GotoStep,
)
from workbench.reference.data_for_tests import create_step, parent_steps, record, valid_value
from workbench.reference.field_limits import broken_values


class ScenarioSteps:
    """Writes the steps of scenarios, one scenario a method, and the requests of which they consist."""

    def __init__(self, plan: SystemPlan) -> None:
        self.plan = plan

    def path(self, entity: Entity) -> str:
        """The path of the entity's collection."""
        return f"{self.plan.api_prefix}/{entity.plural}"

    def created(self, entity: Entity, variant: int, capture: str = "id") -> HttpStep:
        """The creation of a record; its id is captured."""
        step = create_step(self.plan, entity, record(self.plan, entity, variant))
        step.capture = {capture: "/id"}
        return step

    def read(
        self, path: str, matches: dict[str, JsonValue] | None = None, *, status: int = 200
    ) -> HttpStep:
        """Reads a path, with these values in the answer."""
        body = [
            Match(pointer=f"/{name}", op=Matcher.EQUALS, value=value)
            for name, value in (matches or {}).items()
        ]
        return HttpStep(method="GET", path=path, expect=Expectation(status=[status], body=body))

    def listed(self, entity: Entity, length: int, query: dict[str, str] | None = None) -> HttpStep:
        """Reads the list, with so many records in it."""
        match = Match(pointer="", op=Matcher.LENGTH, value=length)
        return HttpStep(
            method="GET",
            path=self.path(entity),
            query=query or {},
            expect=Expectation(status=[200], body=[match]),
        )

    def lifecycle(self, entity: Entity) -> list[Step]:
        """A record is created, listed, read, changed and deleted."""
        item = self.path(entity) + "/{{id}}"
        before = valid_value(entity.field(entity.display_field), 0)
        changed = record(self.plan, entity, 1)
        after = changed[entity.display_field]
        put = HttpStep(method="PUT", path=item, body=changed, expect=Expectation(status=[200]))
        delete = HttpStep(method="DELETE", path=item, expect=Expectation(status=[204]))
        return [
            *parent_steps(self.plan, entity),
            self.created(entity, 0),
            self.listed(entity, 1),
            self.read(item, {entity.display_field: before}),
            put,
            self.read(item, {entity.display_field: after}),
            delete,
            self.read(item, status=404),
            self.listed(entity, 0),
        ]

    def search(self, entity: Entity) -> list[Step]:
        """One of two records is found by its text."""
        text = str(valid_value(entity.field(entity.display_field), 0)).split()[0]
        return [
            *parent_steps(self.plan, entity),
            self.created(entity, 0, "first"),
            self.created(entity, 1, "second"),
            self.listed(entity, 1, {"q": text}),
            self.listed(entity, 0, {"q": "nothing-has-this"}),
        ]

    def unique(self, entity: Entity, field: EntityField) -> list[Step]:
        """A second record with the same value is refused."""
        values = record(self.plan, entity, 1) | {field.name: valid_value(field, 0)}
        taken = HttpStep(
            method="POST", path=self.path(entity), body=values, expect=Expectation(status=[409])
        )
        return [*parent_steps(self.plan, entity), self.created(entity, 0), taken]

    def belongs(self, entity: Entity, field: EntityField) -> list[Step]:
        """A record shows which other it belongs to, and the list can be filtered by it."""
        token = "{{" + parent_capture(field) + "}}"
        if field.name not in record(self.plan, entity, 0):  # the other record needs this one first
            return self.refusals(entity, field)
        return [
            *parent_steps(self.plan, entity),
            self.created(entity, 0),
            self.read(self.path(entity) + "/{{id}}", {field.name: token}),
            self.listed(entity, 1, {field.name: token}),
            *self._attempts(entity, field),
        ]

    def refusals(self, entity: Entity, field: EntityField) -> list[Step]:
        """Broken values are refused, and nothing is stored."""
        return [
            *parent_steps(self.plan, entity),
            *self._attempts(entity, field),
            self.listed(entity, 0),
            self.created(entity, 0),
        ]

    def _attempts(self, entity: Entity, field: EntityField) -> list[Step]:
        values = record(self.plan, entity, 0)
        return [
            HttpStep(
                method="POST",
                path=self.path(entity),
                body=values | {field.name: broken.value},
                expect=Expectation(status=[400, 422]),
            )
            for broken in broken_values(field)
        ]

    def creator(self, entity: Entity) -> str | None:
        """The account that may create such records; None without accounts."""
        binding = self.plan.binding(entity.name, BindingRole.CREATE)
        assert binding is not None
        return caller(self.plan, self.plan.operation(binding.operation))

    def page(self, entity: Entity) -> list[Step]:
        """A record is added on the page of its entity, and is still there after a reload."""
        page = next(page for page in self.plan.pages if page.collection == entity.name)
        display = entity.field(entity.display_field)
        steps: list[Step] = list(parent_steps(self.plan, entity, 4, only_required=True))
        steps += [
            GotoStep(route=page.route, as_account=self.creator(entity)),
            ClickStep(name=page.actions["create"]),
        ]
        for field in entity.client_fields:
            if field.required:
                value: JsonValue = valid_value(field, 4)
                if field.target is not None:
                    target = self.plan.entity(field.target)
                    value = valid_value(target.field(target.display_field), 4)
                steps.append(FillStep(label=field.label, value=value))
        text = valid_value(display, 4)
        return [
            *steps,
            ClickStep(name=page.actions["save"]),
            ExpectRequestStep(method="POST", path=self.path(entity)),
            ExpectTextStep(value=text),
            ReloadStep(),
            ExpectTextStep(value=text),
        ]
