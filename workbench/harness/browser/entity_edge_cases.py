"""Edge cases of an entity's page: declined deletes, errors, keyboard only, narrow windows.

Rules page.delete_confirms, page.shows_failures and page.accessible: keyboard alone, 375 px.
"""

from __future__ import annotations

from playwright.sync_api import Dialog, Locator
from pydantic import JsonValue

from workbench.harness.browser import several
from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.entity_page import EntityPage
from workbench.harness.browser.polling import until
from workbench.plan.fields import TEXTUAL, EntityField, FieldType
from workbench.plan.system import BindingRole


class EntityEdgeCases(EntityPage):
    """The steps beyond creating, editing and deleting a record."""

    def _declines_a_delete(self, row: Locator, values: dict[str, JsonValue]) -> None:
        """A declined delete deletes nothing, and its dialog closes."""
        start = len(self.traffic.exchanges)
        declined: list[str] = []

        def decline(dialog: Dialog) -> None:
            declined.append(dialog.message)
            dialog.dismiss()

        self.driver.page.once("dialog", decline)
        self.driver.button(self.actions["delete"], within=row).click()
        dialogs = self.driver.open_dialogs()
        if not until(self.driver.page, lambda: declined or dialogs.count() > 0):
            raise StepWrong("deleting does not ask for confirmation")
        if not declined:
            self.driver.page.remove_listener("dialog", decline)
            self.driver.decline(self.actions["confirm"])
            if not until(self.driver.page, lambda: dialogs.count() == 0):
                raise StepWrong("the confirmation dialog stays open when a delete is declined")
        if any(seen.method == "DELETE" for seen in self.traffic.exchanges[start:]):
            raise StepWrong("a declined delete was sent", "no DELETE", "a DELETE")
        self.driver.record(self._display(values))

    def _shows_failures(self) -> None:
        """When the API rejects a delete, the page shows an error."""
        self.api_records.prepare_parents(self.entity)
        values = self.api_records.values(self.entity, 4)
        self.api_records.create(self.entity, values)
        self.driver.open(self.page.route)
        row = self.driver.record(self._display(values))
        with self._failing(BindingRole.DELETE):
            self.driver.page.once("dialog", lambda dialog: dialog.accept())
            self.driver.button(self.actions["delete"], within=row).click()
            self.driver.confirm(self.actions["confirm"])
            self._expect_alert("a delete that fails")

    def _keyboard(self) -> None:
        """Creates and deletes a record without a mouse."""
        if self.entity.field(self.entity.display_field).type not in TEXTUAL:
            return
        self.api_records.prepare_parents(self.entity)
        self._open_page()
        values = self.api_records.values(self.entity, 8)
        start = len(self.traffic.exchanges)
        if not self._form_is_open():
            self.driver.press(self.driver.button(self.actions["create"]))
        form = self.driver.form()
        for field in self.entity.client_fields:
            if field.required and field.name in values and field.type is not FieldType.BOOLEAN:
                self.driver.focus(self.driver.control(field, form))
                option = self._option(field, values[field.name])
                self.driver.type(field, values[field.name], form, option)
            elif field.type is FieldType.REFS:
                self._choose_by_keyboard(field, form)
        self.driver.press(form.locator("[type=submit]"))
        self._expect_done(BindingRole.CREATE, start)
        row = self.driver.record(self._display(values))
        if not self._can(BindingRole.DELETE):
            return
        self.driver.page.once("dialog", lambda dialog: dialog.accept())
        self.driver.press(self.driver.button(self.actions["delete"], within=row))
        dialogs = self.driver.open_dialogs()
        if until(self.driver.page, lambda: dialogs.count() > 0, 1.0):
            self.driver.press(self.driver.button(self.actions["confirm"], within=dialogs.last))
        self._expect_done(BindingRole.DELETE, start)

    def _choose_by_keyboard(self, field: EntityField, form: Locator) -> None:
        """The first record of a group is reached by Tab and chosen by the space bar."""
        group = self.driver.group(field, form)
        if not until(self.driver.page, lambda: several.members_of(group), 1.0):
            return  # there is nothing to refer to
        box = several.first_box(group)
        self.driver.focus(box)
        is_list = box.evaluate("element => element.matches('select, [role=listbox]')")
        self.driver.page.keyboard.press("ArrowDown" if is_list else "Space")
        if not until(self.driver.page, lambda: several.chosen(group)):
            raise StepWrong(f"no value of {field.label} can be chosen by keyboard")

    def _narrow(self) -> None:
        """At 375 px the list and the form fit the window's width."""
        page = self.driver.page
        with self._narrowed():
            self._open_page()
            until(page, lambda: page.locator("tr, li, article").count() > 0, 1.0)
            self._check_state("narrow")
            self._new_form()
            self._check_state("narrow-form")
