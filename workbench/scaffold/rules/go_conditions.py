"""Conditions of the plan in SQL and in Go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from workbench.scaffold.go_fields import go_literal

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity


def sql_where(entity: GoEntity, where: dict[str, JsonValue]) -> list[str]:
    """SQL conditions on columns of the entity's table; the values come from the plan."""
    return [
        f'"{entity.stored_field(name).column}" = {_sql_literal(value)}'
        for name, value in where.items()
    ]


def sql_where_any(entity: GoEntity, where: dict[str, list[JsonValue]]) -> list[str]:
    """SQL conditions that a column of the entity's table has one of some values."""
    return [
        f'"{entity.stored_field(name).column}" IN ({", ".join(map(_sql_literal, values))})'
        for name, values in where.items()
    ]


def go_where(entity: GoEntity, where: dict[str, JsonValue], variable: str) -> list[str]:
    """Go conditions on the record in a variable."""
    conditions = []
    for name, value in where.items():
        field = entity.stored_field(name)
        held = f"{variable}.{field.Go}"
        if field.optional:
            conditions.append(f"{held} != nil && *{held} == {go_literal(value)}")
        elif isinstance(value, bool):
            conditions.append(held if value else f"!{held}")
        else:
            conditions.append(f"{held} == {go_literal(value)}")
    return conditions


def _sql_literal(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
