"""Accounts on a running server: each is registered, or signed in, when it is first needed."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.harness.http_steps import HttpRunner
from workbench.plan.actors import seeded_as
from workbench.plan.steps import HttpStep, ParallelStep
from workbench.plan.system import SystemPlan
from workbench.reference.accounts_for_tests import (
    account_values,
    authorization,
    named_accounts,
    sign_in_steps,
    with_token,
)


class AccountSessions:
    """Runs each step as the account that it names. All methods block."""

    def __init__(self, plan: SystemPlan, runner: HttpRunner) -> None:
        self._plan = plan
        self.runner = runner
        self._numbers: dict[str, int] = {}

    def run(self, step: HttpStep | ParallelStep) -> None:
        """Runs the step, signed in as the account it names. Raises `StepFailed`."""
        if self._plan.accounts is not None:
            for name in named_accounts(self._plan, [step]):
                if not {f"{name}_token", f"{name}_id"} <= self.runner.captured.keys():
                    self.ensure(name)
        self.runner.run(with_token(self._plan, step))

    def ensure(self, name: str) -> None:
        """Registers the account, or signs it in if it is seeded; once. Raises `StepFailed`."""
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers)
            for step in sign_in_steps(self._plan, name, self._numbers[name]):
                self.runner.run(step)

    def values(self, name: str) -> dict[str, JsonValue]:
        """The values that the account was registered with."""
        seed = seeded_as(self._plan, name)
        return seed.values if seed else account_values(self._plan, self._numbers[name])

    def headers(self, name: str | None) -> dict[str, str]:
        """The headers for requests of this account; empty if the plan has no accounts."""
        if name is None:
            return {}
        self.ensure(name)
        return {"Authorization": str(self.runner.fill(authorization(self._plan, name)))}
