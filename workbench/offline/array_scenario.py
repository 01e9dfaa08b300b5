"""The proof of an array of references: stored, listed by one of them, refused, and emptied by a delete."""

from __future__ import annotations

from workbench.plan.conventions.operations import collection_path
from workbench.plan.fields import RefsField
from workbench.plan.steps import Expectation, HttpStep, Match, Matcher, Step
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import create_step, parent_steps, record
from workbench.reference.field_limits import broken_values


def several_steps(plan: SystemPlan, entity: Entity, field: RefsField) -> list[Step]:
    """The steps for a record that refers to two others, the first of which is deleted."""
    path, values = collection_path(plan, entity), record(plan, entity, 1)
    both = values[field.name]
    assert isinstance(both, list)
    made = create_step(plan, entity, values)
    made.capture = {"id": "/id"}
    refused = [
        HttpStep(
            method="POST",
            path=path,
            body=values | {field.name: broken.value},
            expect=Expectation(status=[400, 422]),
        )
        for broken in broken_values(field)
    ]
    steps: list[Step] = [*parent_steps(plan, entity), made, *refused]
    if not both:  # there is nothing to refer to that a request can make
        return steps

    def holding(ids: list[str]) -> HttpStep:
        held = Match(pointer=f"/{field.name}", op=Matcher.EQUALS, value=list(ids))
        read = Expectation(status=[200], body=[held])
        return HttpStep(method="GET", path=path + "/{{id}}", expect=read)

    first, *others = map(str, both)
    found = Match(pointer="", op=Matcher.LENGTH, value=1)
    steps += [
        holding([first, *others]),
        HttpStep(
            method="GET",
            path=path,
            query={field.name: first},
            expect=Expectation(status=[200], body=[found]),
        ),
    ]
    target = plan.entity(field.ref or "")
    if plan.binding(target.name, BindingRole.DELETE) is None:
        return steps
    gone = HttpStep(
        method="DELETE",
        path=f"{collection_path(plan, target)}/{first}",
        expect=Expectation(status=[204]),
    )
    return [*steps, gone, holding(others)]
