"""A field in the frontend's templates: its control, its cell, and its value on the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.plan.fields import EntityField, FieldType
from workbench.reference.data_for_tests import valid_value
from workbench.reference.pages.texts import typed
from workbench.scaffold.views import FieldView

if TYPE_CHECKING:
    from workbench.scaffold.ts_views import TsEntity

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.REF})
_INPUT_TYPES = {
    FieldType.INTEGER: "number",
    FieldType.NUMBER: "number",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime-local",
    FieldType.EMAIL: "email",
    FieldType.URL: "url",
    FieldType.TIME: "time",
}


@dataclass(frozen=True)
class TsField(FieldView):
    """One client field in the frontend."""

    plan: EntityField
    owner: str
    target: TsEntity | None = None

    @property
    def input_type(self) -> str:
        if self.plan.secret:
            return "password"
        return _INPUT_TYPES.get(self.plan.type, "text")

    @property
    def control_type(self) -> str:
        """The type of the control's value."""
        if self.is_many:
            return "number[]"
        return "boolean" if self.plan.type is FieldType.BOOLEAN else "string"

    @property
    def register_line(self) -> str:
        """Statement of a test that fills its control on the page that registers."""
        control = f"screen.getByLabelText({self.label_pattern})"
        value = valid_value(self.plan, 0)
        if self.plan.type is FieldType.BOOLEAN:
            return f"await user.click({control});"
        if self.plan.type is FieldType.ENUM:
            return f"await user.selectOptions({control}, {json.dumps(value)});"
        if self.plan.type is FieldType.DATETIME:
            return f'await user.type({control}, "2024-03-10T09:30");'
        return f"await user.type({control}, {json.dumps(typed(self.plan, value), ensure_ascii=False)});"

    @property
    def input_extra(self) -> str:
        if self.plan.is_money:
            return ' step="0.01"'
        return ' step="any"' if self.plan.type in (FieldType.NUMBER, FieldType.INTEGER) else ""

    @property
    def to_control(self) -> str:
        """Expression that turns the record's value into the control's."""
        value = f"record?.{self.name}"
        default = json.dumps("" if self.default is None else typed(self.plan, self.default))
        if self.plan.is_money:
            return f"record?.{self.name} == null ? {default} : amountText(record.{self.name})"
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f"{value} ?? {'true' if self.default else 'false'}"
            case FieldType.INTEGER | FieldType.NUMBER | FieldType.REF:
                return f"{value}?.toString() ?? {default}"
            case FieldType.REFS:
                return f"{value} ?? []"
            case FieldType.LIST:
                return f'{value}?.join("\\n") ?? ""'
            case FieldType.DATETIME:
                return f'{value} ? localInstant(record.{self.name}) : ""'
        return f"{value} ?? {default}"

    @property
    def to_wire(self) -> str:
        """Expression that turns the control's value into the API's."""
        value = f"values.{self.name}"
        if self.plan.is_money:
            return f"amountOf({value})" + ("" if self.optional else " as number")
        match self.plan.type:
            case FieldType.BOOLEAN | FieldType.REFS:
                return value
            case FieldType.LIST:
                return f"linesOf({value})"
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
        if self.plan.is_money:
            return f"{{shownAmount({value})}}"
        match self.plan.type:
            case FieldType.BOOLEAN:
                return f"{{{value} ? strings.yes : strings.no}}"
            case FieldType.REF:
                assert self.target is not None
                return f"{{{self.target.local}Options.nameOf({value})}}"
            case FieldType.REFS:
                assert self.target is not None
                return f"{{{self.target.local}Options.namesOf({value})}}"
            case FieldType.LIST:
                return f'{{{value}.join(", ")}}'
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
            case FieldType.REF | FieldType.REFS:
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
        return f"await user.type({control}, {json.dumps(typed(self.plan, value), ensure_ascii=False)});"
