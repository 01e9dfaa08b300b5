"""Entities and fields in the frontend's templates: TypeScript names and expressions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pydantic import JsonValue

from workbench.plan import conventions
from workbench.plan.conventions import operation_ids
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.test_data import valid_value
from workbench.scaffold.views import EntityView, FieldView

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.REF})
_INPUT_TYPES = {
    FieldType.INTEGER: "number",
    FieldType.NUMBER: "number",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime-local",
    FieldType.EMAIL: "email",
    FieldType.URL: "url",
}

TARGET_VARIANT = 3


@dataclass(frozen=True)
class TsField(FieldView):
    """One client field in the frontend."""

    plan: EntityField
    owner: str
    target: TsEntity | None = None

    @property
    def input_type(self) -> str:
        return _INPUT_TYPES.get(self.plan.type, "text")

    @property
    def input_extra(self) -> str:
        return ' step="any"' if self.plan.type in (FieldType.NUMBER, FieldType.INTEGER) else ""

    @property
    def to_control(self) -> str:
        """Expression that turns the record's value into the control's."""
        value = f"record?.{self.name}"
        default = json.dumps("" if self.default is None else str(self.default))
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f"{value} ?? {'true' if self.default else 'false'}"
            case FieldType.INTEGER | FieldType.NUMBER | FieldType.REF:
                return f"{value}?.toString() ?? {default}"
            case FieldType.DATETIME:
                return f'{value} ? localInstant(record.{self.name}) : ""'
        return f"{value} ?? {default}"

    @property
    def to_wire(self) -> str:
        """Expression that turns the control's value into the API's."""
        value = f"values.{self.name}"
        match self.plan.type:
            case FieldType.BOOLEAN:
                return value
            case FieldType.INTEGER | FieldType.NUMBER | FieldType.REF:
                return f"numberOf({value})" + ("" if self.optional else " as number")
            case FieldType.DATETIME:
                return f"instantOf({value})" + ("" if self.optional else " as string")
            case FieldType.ENUM:
                chosen = f"({value} || null)" if self.optional else value
                return f'{chosen} as {self.owner}Input["{self.name}"]'
        return f"{value} || null" if self.optional else value

    @property
    def cell(self) -> str:
        """JSX that shows the value in a table cell."""
        value = f"record.{self.name}"
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f"{{{value} ? strings.yes : strings.no}}"
            case FieldType.REF:
                assert self.target is not None
                return f"{{{self.target.local}Options.nameOf({value})}}"
            case FieldType.DATETIME:
                return f"{{{value} && new Date({value}).toLocaleString()}}"
        return f"{{{value}}}"

    @property
    def filter_expression(self) -> str:
        """Expression that turns the filter's choice into a query value."""
        chosen = "event.target.value"
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f'{chosen} === "" ? undefined : {chosen} === "true"'
            case FieldType.REF:
                return f'{chosen} === "" ? undefined : Number({chosen})'
        return f'({chosen} || undefined) as {self.owner}Query["{self.name}"]'

    @property
    def label_pattern(self) -> str:
        """Regular expression of the label in tests, with its asterisk if it is required."""
        escaped = "".join(f"\\{c}" if c in r".*+?^${}()|[]\/" else c for c in self.label)
        return f"/^{escaped}( \\*)?$/"

    @property
    def fill_line(self) -> str:
        """Statement of a component test that fills the control in an open dialog."""
        control = f"dialog.getByLabelText({self.label_pattern})"
        value = valid_value(self.plan, 0)
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f"await user.click({control});"
            case FieldType.ENUM:
                return f"await user.selectOptions({control}, {json.dumps(value)});"
            case FieldType.REF:
                assert self.target is not None
                name = json.dumps(self.target.target_display)
                option = f'await within({control}).findByRole("option", {{ name: {name} }})'
                return f"await user.selectOptions({control}, {option});"
            case FieldType.DATETIME:
                return f'await user.type({control}, "2024-03-10T09:30");'
        return f"await user.type({control}, {json.dumps(str(value), ensure_ascii=False)});"


@dataclass(eq=False)
class TsEntity(EntityView):
    """One entity in the frontend; `ts_pages` adds the links to other entities."""

    plan: Entity
    prefix: str
    fields: list[TsField] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def display(self) -> str:
        return self.plan.display_field

    @property
    def display_label(self) -> str:
        return self.plan.field(self.display).label

    @property
    def display_label_pattern(self) -> str:
        return next(item for item in self.fields if item.name == self.display).label_pattern

    @property
    def list_fn(self) -> str:
        return operation_ids(self.plan)[BindingRole.LIST]

    @property
    def create_fn(self) -> str:
        return operation_ids(self.plan)[BindingRole.CREATE]

    @property
    def replace_fn(self) -> str | None:
        ids = operation_ids(self.plan)
        return None if self.plan.append_only else ids[BindingRole.REPLACE]

    @property
    def delete_fn(self) -> str | None:
        ids = operation_ids(self.plan)
        return None if self.plan.append_only else ids[BindingRole.DELETE]

    @property
    def columns(self) -> list[TsField]:
        first = [item for item in self.fields if item.name == self.display]
        return first + [
            item for item in self.fields if item.name != self.display and not item.plan.secret
        ]

    @property
    def filters(self) -> list[TsField]:
        names = {item.name for item in conventions.filter_fields(self.plan)}
        return [item for item in self.fields if item.name in names]

    @property
    def narrowing(self) -> list[str]:
        return ["q", *(item.name for item in self.filters)]

    @property
    def targets(self) -> list[TsEntity]:
        targets: list[TsEntity] = []
        for item in self.fields:
            if item.target is not None and item.target not in targets:
                targets.append(item.target)
        return targets

    @property
    def required_targets(self) -> list[TsEntity]:
        return [
            target
            for target in self.targets
            if any(item.target is target and item.required for item in self.fields)
        ]

    @property
    def has_numbers(self) -> bool:
        return any(item.plan.type in NUMBERS for item in self.fields)

    @property
    def has_instants(self) -> bool:
        return any(item.plan.type is FieldType.DATETIME for item in self.fields)

    @property
    def sample(self) -> dict[str, JsonValue]:
        return self._sample(0)

    @property
    def target_sample(self) -> dict[str, JsonValue]:
        """A record to refer to; its texts differ from those of the records that refer to it."""
        return self._sample(TARGET_VARIANT)

    @property
    def target_display(self) -> str:
        return str(valid_value(self.plan.field(self.display), TARGET_VARIANT))

    def _sample(self, variant: int) -> dict[str, JsonValue]:
        values: dict[str, JsonValue] = {}
        for item in self.fields:
            if item.target is not None:
                values[item.name] = None if item.optional else 1
            else:
                values[item.name] = valid_value(item.plan, variant)
        return values

    @property
    def sample_display(self) -> str:
        return str(valid_value(self.plan.field(self.display), 0))

    @property
    def sample_other(self) -> str:
        return str(valid_value(self.plan.field(self.display), 1))

    @property
    def fill_lines(self) -> list[str]:
        return [item.fill_line for item in self.fields if item.required]


@dataclass(frozen=True)
class TsPage:
    """One page, with its component's name and its entity."""

    plan: Page
    e: TsEntity

    @property
    def component(self) -> str:
        return f"{self.e.name}Page"

    @property
    def route(self) -> str:
        return self.plan.route

    @property
    def title(self) -> str:
        return self.plan.title

    @property
    def heading(self) -> str:
        return self.plan.heading

    @property
    def actions(self) -> dict[str, str]:
        return self.plan.texts(self.e.one)


def ts_pages(plan: SystemPlan) -> list[TsPage]:
    """Every page that shows a collection, with its entity linked to those it refers to."""
    views = {entity.name: TsEntity(entity, plan.api_prefix) for entity in plan.entities}
    for view in views.values():
        for item in view.plan.client_fields:
            target = views[item.ref] if item.ref else None
            view.fields.append(TsField(item, view.name, target))
    return [
        TsPage(page, views[page.collection]) for page in plan.pages if page.collection is not None
    ]
