"""Requests of accounts: what each limit just allows makes an account that can sign in."""

from __future__ import annotations

from tests.support.desk import desk
from workbench.plan.fields import TextField
from workbench.plan.steps import HttpStep
from workbench.reference.enumeration.accounts import account_request_traces
from workbench.reference.execution.machine import Reference


def test_a_password_at_each_of_its_limits_is_taken_and_signs_in() -> None:
    traces = {trace.id: trace for trace in account_request_traces(Reference(desk()))}
    steps = [step for step in traces["accounts.edges"].steps if isinstance(step, HttpStep)]
    password = desk().entity("Account").field("password")
    assert isinstance(password, TextField)
    registered = [step for step in steps if step.path == "/register"]
    bodies = [step.body for step in registered if isinstance(step.body, dict)]
    lengths = {len(str(body["password"])) for body in bodies}
    assert lengths == {password.min_length, password.max_length}
    assert [(step.path, step.expect.status) for step in steps[:2]] == [
        ("/register", [201]),
        ("/login", [200]),
    ]
    assert [step.body for step in steps if step.path == "/login"] == [s.body for s in registered]
