"""Reads and writes records through the API, to compare them with the page. All calls block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import requests
from pydantic import JsonValue

from workbench.harness.http_client import ServerSession
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.matchers import at
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import (
    is_owned_by_account,
    parents_of_parts,
    role_of,
    seeded_as,
    user_of,
)
from workbench.plan.addressing import parent_capture, request_body, request_path
from workbench.plan.conventions.lists import MAX_LIMIT
from workbench.plan.pointers import placed
from workbench.plan.steps import HttpStep
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import (
    numbered_record,
    parent_steps,
    record,
    scoped_capture,
    scoped_parents,
)
from workbench.reference.own_refusals import with_own_refusals

# No journey enters this variant, so a parent never has the name of a record that refers to it.
PARENT_VARIANT = 8
# A list of more pages has no end: the journeys and the seed together make a few hundred records.
MAX_PAGES = 50


class ApiRecords:
    """The records behind the page."""

    def __init__(self, plan: SystemPlan, api_url: str) -> None:
        self._plan = plan
        self._api_url = api_url
        self._parents = HttpRunner(api_url)
        self.accounts = AccountSessions(plan, self._parents)
        self._acting: dict[str, str | None] = {}

    def acting_as(self, name: str | None, entity: Entity) -> ApiRecords:
        """The same records, for an account that uses those of one entity and need not create them."""
        records = copy(self)
        records._acting = {entity.name: name}
        return records

    def who(self, entity: Entity) -> str | None:
        """The account that may create and delete such records; None if the plan has no accounts."""
        if entity.name in self._acting:
            return self._acting[entity.name]
        binding = self._plan.binding(entity.name, BindingRole.CREATE)
        assert binding is not None
        creating = self._plan.operation(binding.operation)
        usual = user_of(self._plan, entity, creating)
        for role in (BindingRole.DELETE, BindingRole.REPLACE):
            other = self._plan.binding(entity.name, role)
            if other is None or is_owned_by_account(self._plan, entity):
                continue
            found = user_of(self._plan, entity, self._plan.operation(other.operation))
            creators = creating.access.roles if creating.access is not None else []
            if found != usual and (not creators or found in creators):
                return found
        return usual

    def list(self, entity: Entity, order: str = "", who: str | None = None) -> list[dict[str, Any]]:
        """Every record of an entity, as the API returns them; `order` is that of a sort."""
        binding = self._plan.binding(entity.name, BindingRole.LIST)
        assert binding is not None
        path = str(self._parents.fill(request_path(self._plan, binding)))
        query: dict[str, str | int] = {binding.limit: MAX_LIMIT} if binding.limit else {}
        query |= {binding.sort: order} if binding.sort and order else {}
        found: list[dict[str, Any]] = []
        with ServerSession(self._api_url) as session:
            session.headers.update(self.accounts.headers(who or self.who(entity)))
            for _ in range(MAX_PAGES):
                if found and binding.offset:
                    query[binding.offset] = len(found)
                response = self._sent(session, "GET", path, params=query)
                items = at(_value(response, path), binding.items)
                if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
                    raise StepFailed(f"GET {path}", "a list of records", response.text[:300], "")
                found += items
                if not binding.limit or not binding.offset or len(items) < MAX_LIMIT:
                    return found
        raise StepFailed(f"GET {path}", "an end of the list", f"{len(found)} records and more", "")

    def _sent(
        self, session: ServerSession, method: str, path: str, **sent: Any
    ) -> requests.Response:
        """The answer. Raises `StepFailed` without one."""
        try:
            return session.request(method, self._api_url + path, timeout=10, **sent)
        except requests.RequestException as error:
            what = f"{method} {path}"
            raise StepFailed(what, "an answer", type(error).__name__, str(error)) from error

    def stored(self, entity: Entity) -> Mapping[str, Sequence[dict[str, Any]]]:
        """The records of an entity and of those that it refers to, in the order of creation.

        What parts belong to, up to the whole, is what the account sees that uses the parts.
        """
        above = {parent.name: self.who(entity) for parent in parents_of_parts(self._plan, entity)}
        names = {entity.name, *(item.target for item in entity.fields if item.target), *above}
        records: dict[str, Sequence[dict[str, Any]]] = {}
        for name in names:
            binding = self._plan.binding(name, BindingRole.LIST)
            if binding is not None and not binding.path_from:
                usual = self._plan.entity(name).default_sort is None
                order = "" if usual else "-id"
                listed = self.list(self._plan.entity(name), order, above.get(name))
                records[name] = listed[::-1] if binding.newest_first or not usual else listed
        return records

    def find(self, entity: Entity, display: str) -> dict[str, Any] | None:
        """The record whose display field has this value."""
        pointer = entity.field(entity.display_field).place
        for item in self.list(entity):
            if at(item, pointer) == display:
                return item
        return None

    def create(self, entity: Entity, values: dict[str, JsonValue]) -> bool:
        """Creates a record through the API; False if the API rejects it."""
        binding = self._plan.binding(entity.name, BindingRole.CREATE)
        assert binding is not None
        operation = self._plan.operation(binding.operation)
        path = str(self._parents.fill(request_path(self._plan, binding)))
        body = request_body(entity, binding, values)
        with ServerSession(self._api_url) as session:
            session.headers.update(self.accounts.headers(self.who(entity)))
            response = self._sent(session, "POST", path, json=body)
        return response.status_code == operation.success

    def prepare_parents(self, entity: Entity) -> None:
        """Creates the records that a record of the entity refers to, once. Raises `RefusedInWords`."""
        for step in parent_steps(self._plan, entity, PARENT_VARIANT):
            self._once(step)

    def values(self, entity: Entity, variant: int) -> dict[str, JsonValue]:
        """Values for a new record, with real ids for its references; its own parents are created."""
        if variant == PARENT_VARIANT:
            for field in entity.client_fields:
                parent = self._parents.captured.get(parent_capture(field))
                self._parents.captured.setdefault(scoped_capture(field, variant), parent)
        else:
            for step in scoped_parents(self._plan, entity, [variant]):
                self._once(step)
        return self.filled(record(self._plan, entity, variant))

    def _once(self, step: HttpStep) -> None:
        if not set(step.capture) <= set(self._parents.captured):
            self.accounts.run(with_own_refusals(self._plan, step))

    def numbered(self, entity: Entity, number: int) -> dict[str, JsonValue]:
        """Values for record `number` of many, with real ids for its references."""
        return self.filled(numbered_record(self._plan, entity, number))

    def name_of(self, entity: Entity, identifier: object) -> str:
        """The display text of the record with this id."""
        binding = self._plan.binding(entity.name, BindingRole.LIST)
        assert binding is not None
        for item in self.list(entity):
            if at(item, binding.id_out) == identifier:
                return str(at(item, entity.field(entity.display_field).place))
        return ""

    def names_of(self, entity: Entity, identifiers: object) -> Sequence[str]:
        """The display texts of the records with these ids."""
        binding = self._plan.binding(entity.name, BindingRole.LIST)
        assert binding is not None
        assert isinstance(identifiers, list)
        display = entity.field(entity.display_field).place
        names = {at(item, binding.id_out): str(at(item, display)) for item in self.list(entity)}
        return [names.get(identifier, "") for identifier in identifiers]

    def account(self, name: str) -> tuple[dict[str, JsonValue], str | None]:
        """The record of an account, with its id alone, and the account's role."""
        accounts = self._plan.accounts
        assert accounts is not None
        self.accounts.ensure(name)
        identifier = self._parents.captured[f"{name}_id"]
        seed = seeded_as(self._plan, name)
        role = str(seed.values[accounts.role or ""]) if seed else role_of(self._plan, name)
        return placed([(accounts.id_out, identifier)]), role

    def filled(self, values: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """The values with the ids of their parents in the place of captured ones."""
        filled = self._parents.fill(values)
        assert isinstance(filled, dict)
        return filled


def _value(response: requests.Response, path: str) -> Any:
    """The answer's value. Raises `StepFailed` if it is no JSON."""
    try:
        return response.json()
    except requests.JSONDecodeError as error:
        shown = response.text[:300]
        raise StepFailed(f"GET {path}", "a JSON body", str(error)[:300], shown) from error
