"""Rejects names and lengths that files, requests or pages cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.fields import BoundedField, EntityField, ListField, TextField
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan

# A name becomes a part of file names, which have at most 255 bytes, with prefixes and endings.
MAX_NAME = 100
# A body has at most one MiB (413; docs/plan.md, "On the wire"), a character up to four bytes of it.
MAX_TEXT = 200_000
# Beyond this, a test value one above or below a limit is not exact in a browser.
MAX_NUMBER = 1e15


def size_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every name that is too long, and every field limit that no request can reach."""
    names = [("name", plan.name)]
    for entity in plan.entities:
        where = f"entities.{entity.name[:MAX_NAME]}"
        names += [(f"{where}.name", entity.name), (f"{where}.plural", entity.plural)]
        names += [(f"{where}.fields", field.name) for field in entity.fields]
        for field in entity.fields:
            yield from _field_problems(f"{where}.fields.{field.name[:MAX_NAME]}", field)
    if plan.document is None:
        names += [("operations", operation.id) for operation in plan.operations]
    for place, name in names:
        if len(name) > MAX_NAME:
            yield PlanProblem(
                place, f"the name has {len(name)} characters; at most {MAX_NAME} are allowed"
            )


def _field_problems(where: str, field: EntityField) -> Iterator[PlanProblem]:
    for key, length in _lengths(field):
        if length is not None and not 0 <= length <= MAX_TEXT:
            yield PlanProblem(
                f"{where}.{key}",
                f"must be from 0 to {MAX_TEXT:,}, the most that a request can carry; it is {length:,}",
            )
    for key, limit in _numbers(field):
        if limit is not None and abs(limit) > MAX_NUMBER:
            yield PlanProblem(
                f"{where}.{key}", f"{limit:g} is beyond ±{MAX_NUMBER:g}; leave the limit out"
            )


def _lengths(field: EntityField) -> Iterator[tuple[str, int | None]]:
    if isinstance(field, TextField):
        yield "minLength", field.min_length
    if isinstance(field, TextField | ListField):
        yield "maxLength", field.max_length


def _numbers(field: EntityField) -> Iterator[tuple[str, float | None]]:
    if isinstance(field, BoundedField):
        yield "minimum", field.min
        yield "maximum", field.max
    if isinstance(field.default, int | float):
        yield "default", field.default
