"""A field in the Go templates: Go names, types, checks and literals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from workbench.plan.fields import (
    LONGEST_ITEM,
    BooleanField,
    BoundedField,
    EntityField,
    EnumField,
    FieldType,
    IntegerField,
    ListField,
    PlainField,
    RefField,
    RefsField,
    TextField,
)
from workbench.plan.names import go_exported, go_local
from workbench.reference.data_for_tests import valid_value
from workbench.reference.pattern_values import counted_pattern
from workbench.reference.sample_values import WORDS
from workbench.scaffold.views import FieldView

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity

_GO_TYPES = {
    FieldType.INTEGER: "int64",
    FieldType.NUMBER: "float64",
    FieldType.BOOLEAN: "bool",
    FieldType.REF: "int64",
    FieldType.REFS: "[]int64",
    FieldType.LIST: "[]string",
}
_SQL_TYPES = {
    FieldType.INTEGER: "INTEGER",
    FieldType.NUMBER: "REAL",
    FieldType.BOOLEAN: "INTEGER",
    FieldType.REF: "INTEGER",
}
_FORMS = {
    FieldType.DATE: "asDate",
    FieldType.EMAIL: "asEmail",
    FieldType.URL: "asURL",
    FieldType.TIME: "asTime",
    FieldType.DECIMAL: "asDecimal",
}
_ZERO = {"int64": "0", "float64": "0", "bool": "false", "string": '""'}
LONG_TEXT = 60
DIGITS = 4


@dataclass(frozen=True)
class GoField(FieldView):
    """One field in Go.

    `is_password`: its hash is stored instead of it. `is_varied`: a rule compares it with that of other
    records. `given` are sample values that fit the plan's rules.
    """

    plan: EntityField
    owner: str
    owner_type: str
    target: GoEntity | None = None
    is_password: bool = False
    is_login: bool = False
    is_varied: bool = False
    given: tuple[JsonValue, ...] = ()

    @property
    def Go(self) -> str:  # noqa: N802 (the exported spelling)
        """The name of what is stored."""
        return "PasswordHash" if self.is_password else self.InGo

    @property
    def is_to_parts(self) -> bool:
        """True for a reference to what is seen through another record."""
        return self.target is not None and self.target.scope.is_of_parts

    @property
    def InGo(self) -> str:  # noqa: N802
        """The name of what a client sends."""
        return go_exported(self.name)

    @property
    def column(self) -> str:
        return "password_hash" if self.is_password else self.name

    @property
    def json(self) -> str:
        """The name in responses; a dash keeps a secret out of them."""
        return "-" if self.plan.secret else self.name

    @property
    def order(self) -> str:
        """What SQLite sorts by: decimals by their number."""
        is_decimal = self.plan.type is FieldType.DECIMAL
        return f'CAST("{self.column}" AS REAL)' if is_decimal else f'"{self.column}"'

    @property
    def collation(self) -> str:
        """Addresses that differ in case alone belong to one account."""
        return " COLLATE NOCASE" if self.is_login and self.plan.type is FieldType.EMAIL else ""

    @property
    def local(self) -> str:
        return go_local(self.name)

    @property
    def GoPluralValues(self) -> str:  # noqa: N802
        return f"{self.Go}Values"

    @property
    def wiretype(self) -> str:
        """The type in the input struct, before validation: instants are texts there."""
        return _GO_TYPES.get(self.plan.type, "string")

    @property
    def filtertype(self) -> str:
        """The type of what a list is filtered by: one of an array's items."""
        return self.wiretype.removeprefix("[]")

    @property
    def gotype(self) -> str:
        base = "time.Time" if self.plan.type is FieldType.DATETIME else self.wiretype
        return "*" + base if self.optional else base

    @property
    def sqltype(self) -> str:
        return _SQL_TYPES.get(self.plan.type, "TEXT")

    @property
    def bound(self) -> str:
        """Expression that binds the stored value to a statement."""
        value = f"{self.owner}.{self.Go}"
        if self.is_array:
            return f"arrayText({value})"
        if self.plan.type is not FieldType.DATETIME:
            return value
        return f"formatOptionalInstant({value})" if self.optional else f"formatInstant({value})"

    @property
    def as_sent(self) -> str:
        """Expression that turns the stored value into the one that a client could have sent."""
        value = f"{self.owner}.{self.Go}"
        if self.is_array:
            return f"new({self.wiretype})"  # nil: a decoder keeps nothing of what is stored
        if self.plan.type is FieldType.DATETIME:
            return f"asSent({value})" if self.optional else f"asSent(&{value})"
        if self.optional:
            return f"copied({value})"
        is_always_sent = self.required or self.plan.default is not None
        return f"&{value}" if is_always_sent else f"given({value})"

    @property
    def checked(self) -> str:
        """Expression that validates the input's value and returns the stored one."""
        check = self._check()
        if self.optional or self.is_password or self.is_array:
            return check
        return f"valueOr({check}, {self._fallback()})"

    @property
    def samples_go(self) -> list[str]:
        values = self.given if len(self.given) == 3 and self.target is None else ()
        return [
            go_literal(values[variant] if values else valid_value(self.plan, variant))
            for variant in range(3)
        ]

    @property
    def default_go(self) -> str:
        """The default as a stored value, in Go."""
        literal = go_literal(self.plan.default)
        return f"pointerTo[{self.gotype[1:]}]({literal})" if self.optional else literal

    @property
    def fresh_go(self) -> list[str]:
        """As `samples_go`, but unique texts and numbers are never used twice."""
        if not (self.unique or self.is_varied):
            return self.samples_go
        match self.plan:
            case TextField(examples=[]) as text:
                return [f"unique({go_literal(fresh_text(text, word))})" for word in WORDS[:3]]
            case TextField() as patterned:
                counted = counted_pattern(patterned)
                return [f"unique({go_literal(counted)})"] * 3 if counted else self.samples_go
            case IntegerField() as number:
                return [fresh_number(number)] * 3
        return self.samples_go

    def is_told_apart(self, others: list[GoField]) -> bool:
        """True when a search for its first sample finds no record with the second of each field."""
        needle = str(valid_value(self.plan, 0)).lower()
        if self.unique and "%0" in self.fresh_go[0]:
            return False
        return all(needle not in str(valid_value(other.plan, 1)).lower() for other in others)

    @property
    def sample_go(self) -> str:
        if self.is_many:
            return self.typed([2, 1])
        if self.is_array:
            return self.typed(valid_value(self.plan, 0))
        return "1" if self.target else self.samples_go[0]

    def typed(self, value: JsonValue) -> str:
        """A Go literal of a value as a client sends it: an array with the type of its items."""
        literal = go_literal(value)
        return literal.replace("[]any", self.wiretype, 1) if isinstance(value, list) else literal

    def _fallback(self) -> str:
        if self.plan.type is FieldType.DATETIME:
            return "time.Time{}"
        if self.plan.default is not None:
            return go_literal(self.plan.default)
        return _ZERO[self.wiretype]

    def _check(self) -> str:
        name, value = go_literal(self.name), f"in.{self.InGo}"
        required = go_literal(self.plan.required)
        match self.plan:
            case BoundedField() as number:
                rule = ", ".join(
                    part
                    for part in (
                        "required: true" if number.required else "",
                        self._limit("min", number.min),
                        self._limit("max", number.max),
                    )
                    if part
                )
                kind = self.wiretype
                return f"checkNumber(&v, {name}, {value}, numberRule[{kind}]{{{rule}}})"
            case BooleanField():
                return f"v.flag({name}, {value}, {required})"
            case EnumField():
                members = f"{self.owner_type}{self.GoPluralValues}"
                return f"v.oneOf({name}, {value}, {required}, {members})"
            case RefField():
                return f"v.reference({name}, {value}, {required})"
            case RefsField():
                return f"v.references({name}, {value})"
            case ListField() as lines:
                return f"v.lines({name}, {value}, {lines.max_length or LONGEST_ITEM})"
            case PlainField(type=FieldType.DATETIME):
                return f"v.instant({name}, {value}, {required})"
        check = "password" if self.is_password else "text"
        return f"v.{check}({name}, {value}, textRule{{{self._text_rule()}}})"

    def _limit(self, name: str, value: float | None) -> str:
        if value is None:
            return ""
        number = int(value) if self.plan.type is FieldType.INTEGER else value
        return f"{name}: limit[{self.wiretype}]({number})"

    def _text_rule(self) -> str:
        parts = ["required: true"] if self.plan.required else []
        if isinstance(self.plan, TextField):
            if self.plan.min_length and self.plan.min_length > 1:
                parts.append(f"min: {self.plan.min_length}")
            if self.plan.max_length is not None:
                parts.append(f"max: {self.plan.max_length}")
            if self.plan.pattern is not None:
                parts.append(f"pattern: {self.owner}{self.Go}Pattern")
        if self.plan.type in _FORMS:
            parts.append(f"form: {_FORMS[self.plan.type]}")
        return ", ".join(parts)


def fresh_number(field: IntegerField) -> str:
    """An expression in Go whose value is another whole number within the limits each time."""
    low, high = field.min, field.max
    if high is None:
        return f"{int(low or 0)} + serial.Add(1)"
    if low is None:
        return f"{int(high)} - serial.Add(1)"
    return f"{int(low)} + serial.Add(1)%{int(high) - int(low) + 1}"


def fresh_text(field: TextField, word: str) -> str:
    """A pattern of Go's fmt that makes texts within the field's limits, another for each number."""
    least, most = field.min_length or 0, field.max_length or LONG_TEXT + (field.min_length or 0)
    before, after = {
        FieldType.EMAIL: ("n", "@example.org"),
        FieldType.URL: ("https://example.org/", ""),
    }.get(field.type, (word + " ", ""))
    if len(before) + DIGITS + len(after) > most:
        before, after = {FieldType.EMAIL: ("", "@a.co"), FieldType.URL: ("https://a.co/", "")}.get(
            field.type, ("", "")
        )
        return f"{before}%0{min(DIGITS, most - len(before) - len(after))}d{after}"
    return before.ljust(max(least - len(after) - 1, 0), "x") + "%d" + after


def go_literal(value: JsonValue) -> str:
    """A Go literal of a JSON scalar, or of an array of them."""
    if isinstance(value, list):
        return f"[]any{{{', '.join(map(go_literal, value))}}}"
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and len(value) > LONG_TEXT and len(set(value)) == 1:
        return f'strings.Repeat("{value[0]}", {len(value)})'
    return json.dumps(value, ensure_ascii=False)
