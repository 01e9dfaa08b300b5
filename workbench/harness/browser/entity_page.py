"""One entity's page as a journey sees it: what a person can do there, and what must come of it.

The oracle is the request and the data read back through the API, plus the display field's text on
the page; never toasts, formatted values or layout (CONTRACT: the journey's oracle).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Locator
from pydantic import JsonValue

from workbench.harness.browser.driver import Driver, until
from workbench.harness.browser.journey import Journey, StepWrong
from workbench.harness.browser.oracle import Oracle
from workbench.harness.browser.watch import Watch
from workbench.harness.matchers import at
from workbench.plan.fields import TEXTUAL, EntityField, FieldType
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, SystemPlan


class EntityPage(Journey):
    """The page of one entity, and everything that was found on it."""

    def __init__(
        self,
        plan: SystemPlan,
        page: Page,
        driver: Driver,
        watch: Watch,
        oracle: Oracle,
        *,
        axe: str,
        shots: Path,
    ) -> None:
        assert page.collection is not None
        entity = plan.entity(page.collection)
        super().__init__(
            plan, driver, watch, axe=axe, shots=shots,
            name=entity.plural, where=page.route, entity=entity.name,
        )  # fmt: skip
        self.page, self.oracle, self.entity = page, oracle, entity
        listed = plan.binding(entity.name, BindingRole.LIST)
        assert listed is not None
        self.path = plan.operation(listed.operation).path
        self.actions = page.texts(self.entity.labels.singular)

    def _sign_in(self) -> None:
        """As the account that may create such records, where anybody has to sign in."""
        who = self.oracle.who(self.entity)
        if who is not None:
            self.oracle.accounts.ensure(who)
            self.driver.sign_in(self.plan, self.oracle.accounts.values(who))

    def _can(self, role: BindingRole) -> bool:
        return self.plan.binding(self.entity.name, role) is not None

    @property
    def _change(self) -> BindingRole | None:
        """How a record is changed: replaced where that can be done, else in part, else not."""
        return self.plan.change_role(self.entity.name)

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
                self.driver.fill(field, value, form, self._option(field, value))

    def _option(self, field: EntityField, value: JsonValue) -> str:
        """What people call the record that a reference's value stands for."""
        if field.type is not FieldType.REF or field.ref is None:
            return ""
        return self.oracle.name_of(self.plan.entity(field.ref), value)

    def _display(self, values: dict[str, JsonValue]) -> str:
        return str(values[self.entity.display_field])

    def _expect_done(self, role: BindingRole, start: int) -> None:
        """The bound operation was called since `start`, and answered with its success."""
        binding = self.plan.binding(self.entity.name, role)
        assert binding is not None
        operation = self.plan.operation(binding.operation)
        path = re.sub(r"\{[^}]+\}", "*", operation.path)
        self._expect_request(operation.method, path, start, operation.success)

    def _expect_request(self, method: str, path: str, start: int, status: int) -> None:
        found = until(self.driver.page, lambda: self.watch.matching(method, path, start))
        if not found:
            seen = ", ".join(f"{e.method} {e.path}" for e in self.watch.exchanges[start:])
            raise StepWrong("no request was sent", f"{method} {path}", seen or "nothing")
        if found[-1].status != status:
            raise StepWrong(
                f"{method} {path} was refused", f"status {status}", f"status {found[-1].status}"
            )

    def _expect_stored(self, values: dict[str, JsonValue]) -> None:
        stored = until(
            self.driver.page, lambda: self.oracle.find(self.entity, self._display(values))
        )
        if stored is None:
            raise StepWrong("the API does not hold what was entered", json.dumps(values), "nothing")
        for field in self.entity.client_fields:
            wanted = values.get(field.name)
            comparable = field.type in TEXTUAL or field.type in (
                FieldType.INTEGER, FieldType.NUMBER, FieldType.BOOLEAN, FieldType.DATE,
                FieldType.ENUM, FieldType.REF, FieldType.TIME, FieldType.DECIMAL,
            )  # fmt: skip
            if field.secret or field.name not in values or not comparable:
                continue
            found = at(stored, field.place)
            if found != wanted:
                raise StepWrong(
                    f"{field.label} was stored as something else", json.dumps(wanted), str(found)
                )
