"""What each operation of a plan is, found by method and path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from workbench.plan.invariants import Transition
from workbench.plan.language.operations import Operation
from workbench.plan.system import Binding, Entity, SystemPlan
from workbench.plan.totals.model import Totals
from workbench.plan.totals.operations import totals_of


@dataclass(frozen=True)
class Purpose:
    """An operation and what the plan says that it does; without any of the rest it is opaque."""

    operation: Operation
    entity: Entity | None = None
    binding: Binding | None = None
    account_role: str | None = None
    transition: Transition | None = None
    totals: Totals | None = None

    @property
    def is_opaque(self) -> bool:
        """True if only the operation's declaration is known, not what it does."""
        known = (self.binding, self.account_role, self.transition, self.totals)
        return all(part is None for part in known)


@dataclass(frozen=True)
class Route:
    """One path template with the operations that it takes, by method."""

    segments: tuple[str, ...]
    purposes: dict[str, Purpose] = field(default_factory=dict)

    def parameters(self, segments: list[str]) -> dict[str, str] | None:
        """The path's parameters; None if the path is not one of the template's."""
        found = {}
        for wanted, given in zip(self.segments, segments, strict=True):
            if wanted.startswith("{"):
                if not given:
                    return None
                found[wanted[1:-1]] = given
            elif wanted != given:
                return None
        return found


class Index:
    """Every path of a plan. Built once, read only."""

    def __init__(self, plan: SystemPlan) -> None:
        self._by_length: dict[int, list[Route]] = {}
        routes: dict[str, Route] = {}
        for operation in plan.operations:
            segments = tuple(operation.path.strip("/").split("/"))
            route = routes.setdefault(operation.path, Route(segments))
            route.purposes[operation.method] = purpose_of(plan, operation)
        for route in routes.values():
            self._by_length.setdefault(len(route.segments), []).append(route)
        for same in self._by_length.values():  # what is written out comes before a parameter
            same.sort(key=lambda route: [part.startswith("{") for part in route.segments])

    def route(self, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """The route of a path, with the values of its parameters."""
        segments = [unquote(part) for part in path.strip("/").split("/")]
        for route in self._by_length.get(len(segments), ()):
            parameters = route.parameters(segments)
            if parameters is not None:
                return route, parameters
        return None


def purpose_of(plan: SystemPlan, operation: Operation) -> Purpose:
    """What the plan says that an operation does."""
    accounts = plan.accounts
    if accounts is not None:
        roles: dict[str | None, str] = {
            accounts.register_operation: "register",
            accounts.login_operation: "login",
            accounts.me_operation: "me",
        }
        if operation.id in roles:
            entity = plan.entity(accounts.entity)
            return Purpose(operation, entity, account_role=roles[operation.id])
    for binding in plan.bindings:
        if binding.operation == operation.id:
            return Purpose(operation, plan.entity(binding.entity), binding)
    for rule in plan.invariants:
        if isinstance(rule, Transition) and rule.operation == operation.id:
            return Purpose(operation, plan.entity(rule.entity), transition=rule)
    totals = totals_of(plan, operation)
    if totals is not None:
        return Purpose(operation, plan.entity(totals.entity), totals=totals)
    return Purpose(operation)
