"""The base of all steps: the captures a step uses and sets, and the accounts it names."""

from __future__ import annotations

from workbench.plan.language.moments import MOMENTS
from workbench.plan.language.strict_model import StrictModel
from workbench.plan.tokens import names_in


class StepModel(StrictModel):
    """A step of a trace or scenario."""

    @property
    def references(self) -> frozenset[str]:
        """The names of captures that the step uses."""
        return names_in(self.model_dump(mode="json")) - MOMENTS

    @property
    def captures(self) -> frozenset[str]:
        """The names of captures that the step sets."""
        return frozenset()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that act in the step, in order."""
        return ()
