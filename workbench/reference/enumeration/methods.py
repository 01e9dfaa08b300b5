"""Each method on each path: what a path does not take is a 405 that says what it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.plan.actors import privileged
from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def method_traces(reference: Reference) -> Iterator[Trace]:
    """One trace of the whole API; none if a client's document leaves other methods open."""
    plan = reference.plan
    if plan.document is not None:
        return
    writer = TraceWriter(reference, plan.entities[0])
    writer.steps.clear()
    for path in dict.fromkeys(operation.path for operation in plan.operations):
        taken = {operation.method for operation in plan.operations if operation.path == path}
        for method in METHODS:
            if method not in taken:
                for account in dict.fromkeys((privileged(plan), None)):
                    writer.send_step(
                        HttpStep(
                            method=method,
                            path=re.sub(r"\{[^}]+\}", UNKNOWN_IDS["int64"], path),
                            as_account=account,
                            expect=Expectation(status=[405]),
                        )
                    )
    if writer.steps:
        yield Trace(
            id="api.methods",
            title="a method that a path does not take is a 405 with Allow",
            entity="",
            steps=list(writer.steps),
        )
