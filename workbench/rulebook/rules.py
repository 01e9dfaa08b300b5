"""The rules: read from `rules.yaml`, chosen for a plan, and written for a coder's prompt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from workbench.plan.system import SystemPlan
from workbench.rulebook.conditions import CONDITIONS
from workbench.workspace.paths import Component

SOURCE = Path(__file__).with_name("rules.yaml")


class Rule(BaseModel):
    """One demand: whom it binds, when it applies, and the words that the coder reads.

    An instruction is a demand that no gate can check.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    binds: Literal["backend", "frontend", "both"]
    when: str
    instruction: bool = False
    text: str

    @field_validator("when")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in CONDITIONS:
            raise ValueError(f"there is no condition {name!r}")
        return name

    def applies(self, plan: SystemPlan) -> bool:
        """True when the gates hold a system of this plan to the rule."""
        return CONDITIONS[self.when](plan)

    def is_for(self, coder: Component) -> bool:
        """True when that coder must be told."""
        return self.binds in (coder, "both")


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    data = yaml.safe_load(SOURCE.read_text())
    return tuple(TypeAdapter(list[Rule]).validate_python(data))


def rules_for(plan: SystemPlan, coder: Component) -> list[Rule]:
    """The rules that a coder of this plan must be told."""
    return [rule for rule in all_rules() if rule.is_for(coder) and rule.applies(plan)]


def written_rules(plan: SystemPlan, coder: Component) -> str:
    """Those rules as a list in Markdown, each with its id."""
    return "\n".join(f"- `{rule.id}`: {rule.text}" for rule in rules_for(plan, coder))
