"""Buttons of pages that move a record from one state to another, for those who may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.plan.invariants import Transition
from workbench.plan.language.operations import Operation
from workbench.plan.names import camel, human


def may_condition(roles: list[str]) -> str:
    """A TypeScript condition: the account has one of the roles; any account if there are none."""
    return f"may({json.dumps(roles) if roles else ''})"


@dataclass(frozen=True)
class TsTransition:
    """An operation that moves a field of a record from one value to another."""

    plan: Transition
    operation: Operation
    is_theirs: str | None = None

    @property
    def id(self) -> str:
        return self.operation.id

    @property
    def local(self) -> str:
        """Name of a variable that is no other's."""
        return camel(f"{self.plan.id}_action")

    @property
    def field(self) -> str:
        return self.plan.field

    @property
    def before(self) -> str:
        return json.dumps(self.plan.before)

    @property
    def may(self) -> str:
        """The beginning of a condition: the account may call it on `record`."""
        access = self.operation.access
        parts = ["" if access is None else may_condition(access.roles), self.is_theirs or ""]
        return "".join(f"{part} && " for part in parts if part and access is not None)

    def text(self, actions: Mapping[str, str]) -> str:
        """The button's text: the plan's, else the last part of the path."""
        return actions.get(self.id) or human(self.operation.path.rpartition("/")[2])
