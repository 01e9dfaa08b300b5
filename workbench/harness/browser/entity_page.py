"""One entity's page: the actions on it, and the checks of their effects.

An effect is checked by the request and the data read back through the API, plus the display field's text on
the page; never toasts, formatted values or layout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Route
from pydantic import JsonValue

from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.driver import Driver, StepWrong
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.polling import until
from workbench.harness.browser.traffic import Traffic
from workbench.harness.matchers import at
from workbench.plan.actors import role_of
from workbench.plan.fields import TEXTUAL, EntityField, FieldType
from workbench.plan.language.operations import Operation
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, SystemPlan

FAILURE: Mapping[str, JsonValue] = {
    "title": "Failed",
    "status": 500,
    "detail": "It cannot be done at the moment.",
}


class EntityPage(Journey):
    """The page of one entity, with the findings on it."""

    def __init__(
        self,
        plan: SystemPlan,
        page: Page,
        driver: Driver,
        traffic: Traffic,
        api_records: ApiRecords,
        *,
        axe: str,
        shots: Path,
    ) -> None:
        assert page.collection is not None
        entity = plan.entity(page.collection)
        super().__init__(
            plan,
            driver,
            traffic,
            axe=axe,
            shots=shots,
            name=entity.plural,
            where=page.route,
            entity=entity.name,
        )
        self.page, self.api_records, self.entity = page, api_records, entity
        self.path = self._bound(BindingRole.LIST).path
        self.actions = page.texts(self.entity.labels.singular)

    def _open_page(self) -> None:
        """Opens the page anew, with nothing set, and waits until it is there."""
        self.driver.open(self.page.route)
        self.driver.heading()

    def _sign_in(self) -> None:
        """Signs in as the account that may create such records, if the plan has accounts."""
        who = self.api_records.who(self.entity)
        if who is not None:
            self.api_records.accounts.ensure(who)
            self.driver.sign_in(self.plan, self.api_records.accounts.values(who))

    def _can(self, role: BindingRole) -> bool:
        """True if the API has the operation, and the account that uses the page may call it."""
        binding = self.plan.binding(self.entity.name, role)
        if binding is None:
            return False
        access = self.plan.operation(binding.operation).access
        if access is None or not access.roles:
            return True
        return role_of(self.plan, self.api_records.who(self.entity) or "") in access.roles

    @property
    def _change(self) -> BindingRole | None:
        """The role by which a record is changed: replace, else patch, else None."""
        role = self.plan.change_role(self.entity.name)
        return role if role is not None and self._can(role) else None

    def _form_is_open(self) -> bool:
        return self.driver.page.locator("main form [type=submit]:visible").count() == 1

    def _new_form(self) -> Locator:
        if not self._form_is_open():
            self.driver.button(self.actions["create"]).click()
        return self.driver.form()

    def _fill(self, form: Locator, values: dict[str, JsonValue]) -> None:
        for field in self.entity.client_fields:
            if field.name in values:
                value = values[field.name]
                if field.type is FieldType.REFS and field.ref is not None:
                    names = self.api_records.names_of(self.plan.entity(field.ref), value)
                    self.driver.choose_several(field, names, form)
                    continue
                self.driver.fill(field, value, form, self._option(field, value))

    def _option(self, field: EntityField, value: JsonValue) -> str:
        """The display text of the record that a reference's value points to."""
        if field.type is not FieldType.REF:
            return ""
        return self.api_records.name_of(self.plan.entity(field.ref), value)

    def _display(self, values: dict[str, JsonValue]) -> str:
        return str(values[self.entity.display_field])

    def _expect_done(self, role: BindingRole, start: int) -> None:
        """The bound operation was called since `start`, with its success status."""
        method, path = self._called_by(role)
        self._expect_request(method, path, start, self._bound(role).success)

    def _bound(self, role: BindingRole) -> Operation:
        """The operation of that role, which the plan has."""
        binding = self.plan.binding(self.entity.name, role)
        assert binding is not None
        return self.plan.operation(binding.operation)

    def _called_by(self, role: BindingRole) -> tuple[str, str]:
        """The method and the path of a bound operation, with * for each parameter."""
        operation = self._bound(role)
        return operation.method, re.sub(r"\{[^}]+\}", "*", operation.path)

    def _expect_request(self, method: str, path: str, start: int, status: int) -> None:
        requests = until(self.driver.page, lambda: self.traffic.matching(method, path, start))
        if not requests:
            seen = ", ".join(f"{e.method} {e.path}" for e in self.traffic.exchanges[start:])
            raise StepWrong("no request was sent", f"{method} {path}", seen or "nothing")
        if requests[-1].status != status:
            raise StepWrong(
                f"{method} {path} was rejected", f"status {status}", f"status {requests[-1].status}"
            )

    def _expect_stored(self, values: dict[str, JsonValue]) -> None:
        stored = until(
            self.driver.page, lambda: self.api_records.find(self.entity, self._display(values))
        )
        if stored is None:
            raise StepWrong(
                "the API does not return the entered record", json.dumps(values), "nothing"
            )
        for field in self.entity.client_fields:
            wanted = values.get(field.name)
            comparable = field.type in TEXTUAL or field.type in (
                FieldType.INTEGER,
                FieldType.NUMBER,
                FieldType.BOOLEAN,
                FieldType.DATE,
                FieldType.ENUM,
                FieldType.REF,
                FieldType.TIME,
                FieldType.DECIMAL,
                FieldType.REFS,
                FieldType.LIST,
            )
            if field.secret or field.name not in values or not comparable:
                continue
            value = at(stored, field.place)
            if field.type is FieldType.REFS and isinstance(wanted, list):
                wanted = sorted(wanted, key=str)
                value = sorted(value, key=str)
            if value != wanted:
                raise StepWrong(
                    f"{field.label} was stored as something else", json.dumps(wanted), str(value)
                )

    @contextmanager
    def _failing(
        self, role: BindingRole, problem: Mapping[str, JsonValue] = FAILURE
    ) -> Iterator[None]:
        """The API responds to one operation with this problem; other requests reach it."""
        operation = self._bound(role)

        def respond(route: Route) -> None:
            if route.request.method != operation.method:
                route.fallback()
                return
            route.fulfill(
                status=int(str(problem["status"])),
                body=json.dumps(dict(problem)),
                headers={
                    "Content-Type": "application/problem+json",
                    "Access-Control-Allow-Origin": "*",
                },
            )

        path = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(operation.path))
        pattern = re.compile(path + r"(\?|$)")
        self.driver.page.route(pattern, respond)
        try:
            yield
        finally:
            self.driver.page.unroute(pattern)

    def _expect_alert(self, what: str) -> None:
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise StepWrong(f"{what} shows no error (role=alert)")
