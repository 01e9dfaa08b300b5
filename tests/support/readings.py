"""What was read of a request, in short: as the cases of tests/unit/workbench/offline/cases have it."""

from __future__ import annotations

from workbench.offline.reading.ideas import EntityIdea, FieldIdea, Understanding
from workbench.plan.fields import FieldType


def told(read: Understanding) -> dict[str, list[str]]:
    """Each kind of records, and its fields: `Note?: text`, `Stock: integer 0..`, `Author -> Author`."""
    return {_kind(entity): [_field(field) for field in entity.fields] for entity in read.entities}


def _kind(entity: EntityIdea) -> str:
    owned = " (own)" if entity.owned else ""
    roles = "".join(f" ({action}: {role})" for action, role in entity.restricted.items())
    return f"{entity.many}{owned}{roles}"


def _field(field: FieldIdea) -> str:
    name = field.label + ("?" if field.optional else "")
    if field.type is FieldType.REF:
        return f"{name} -> {field.target}"
    if field.type is FieldType.REFS:
        return f"{name} ->> {field.target}"
    parts = ["|".join(field.values) if field.values else field.type.value]
    if field.unique:
        parts.append("unique")
    if field.low is not None or field.high is not None:
        parts.append(f"{_number(field.low)}..{_number(field.high)}")
    if field.shortest is not None or field.longest is not None:
        parts.append(f"{_number(field.shortest)}..{_number(field.longest)} characters")
    return f"{name}: {' '.join(parts)}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
