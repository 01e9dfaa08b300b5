"""What every step knows of itself: the captures that it uses and makes, the accounts that it names."""

from __future__ import annotations

from workbench.plan.fields import StrictModel
from workbench.plan.tokens import names_in


class StepModel(StrictModel):
    """A step of a trace or scenario."""

    @property
    def references(self) -> frozenset[str]:
        """Names of earlier captures that its texts use."""
        return names_in(self.model_dump(mode="json"))

    @property
    def captures(self) -> frozenset[str]:
        """Names that later steps can use."""
        return frozenset()

    @property
    def accounts(self) -> tuple[str, ...]:
        """Accounts that act in it, in order."""
        return ()
