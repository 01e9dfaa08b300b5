"""Creates, sees, edits and deletes records through one page; each step seen twice.

What a person does first with a page; `entity_care.py` holds what they do when something is odd.
"""

from __future__ import annotations

import re

from playwright.sync_api import Route

from workbench.harness.browser.driver import until
from workbench.harness.browser.entity_care import EntityCare
from workbench.harness.browser.journey import StepWrong
from workbench.harness.browser.watch import CALLS
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole

HOSTILE_TEXT = (
    '<img src="x" onerror="window.executedByStoredText = true">'
    "<script>window.executedByStoredText = true</script>"
)


class EntityJourney(EntityCare):
    """The journey of one entity on its page."""

    def run(self) -> None:
        """Every step; a step that fails is a finding, and the steps that build on it are left out."""
        with self._step("opens"):
            self._sign_in()
            self._opens()
        with self._step("creates"):
            self._creates()
            if self._change is not None:
                with self._step("edits"):
                    self._edits(self._change)
            if self.page.hooks:
                with self._step("hooks"):
                    self._hooks()
        with self._step("refuses"):
            self._refuses()
        if self._can(BindingRole.DELETE):
            with self._step("deletes"):
                self._deletes()
                with self._step("told_of_failures"):
                    self._told_of_failures()
        with self._step("keyboard"):
            self._keyboard()
        with self._step("narrow"):
            self._narrow()
        with self._step("pages"):
            self._pages()
        with self._step("hostile_text"):
            self._hostile_text()
        with self._step("api_down"):
            self._api_down()

    # -- steps --------------------------------------------------------------------------------

    def _opens(self) -> None:
        self._is_framed(self.page)
        self._look("empty")

    def _creates(self) -> None:
        self.oracle.prepare_parents(self.entity)
        self.driver.open(self.page.route)
        values = self.oracle.values(self.entity, 0)
        start = len(self.watch.exchanges)
        form = self._new_form()
        self._fill(form, values)
        self._look("form")
        self.driver.submit(form)
        self._expect_done(BindingRole.CREATE, start)
        self._expect_stored(values)
        self.driver.record(self._display(values))
        self.driver.page.reload(wait_until="domcontentloaded")
        self.driver.record(self._display(values))
        self._look("list")

    def _edits(self, change: BindingRole) -> None:
        before, after = self.oracle.values(self.entity, 0), self.oracle.values(self.entity, 1)
        start = len(self.watch.exchanges)
        row = self.driver.record(self._display(before))
        self.driver.button(self.actions["edit"], within=row).click()
        form = self.driver.form()
        display = self.entity.field(self.entity.display_field)
        shown = self.driver.control(display, form).input_value()
        if shown != self._display(before):
            raise StepWrong("the edit form is not filled", self._display(before), shown)
        self._fill(form, after)
        self.driver.submit(form)
        self._expect_done(change, start)
        self._expect_stored(after)
        self.driver.record(self._display(after))
        if not until(self.driver.page, lambda: not self.driver.shows_record(self._display(before))):
            raise StepWrong("the page still shows the record as it was before the change")

    def _hooks(self) -> None:
        """What the client prescribed is there, in the list or in the form of a new record."""
        self.driver.open(self.page.route)
        shown = self.oracle.list(self.entity)[0]
        row = self.driver.record(str(at(shown, self.entity.field(self.entity.display_field).place)))
        in_form = {"form", self.actions["save"], *(field.label for field in self.entity.fields)}
        for hook in self.page.hooks:
            if hook.element not in in_form:
                self._has_hook(hook, row)
        self._new_form()
        for hook in self.page.hooks:
            if hook.element in in_form:
                self._has_hook(hook, None)

    def _refuses(self) -> None:
        self.driver.open(self.page.route)
        count = len(self.oracle.list(self.entity))
        form = self._new_form()
        field = self.entity.field(self.entity.display_field)
        self.driver.submit(form)
        control = self.driver.control(field, form)
        if not until(self.driver.page, lambda: control.get_attribute("aria-invalid") == "true"):
            raise StepWrong(f"leaving “{field.label}” empty does not mark it as invalid")
        if not control.get_attribute("aria-describedby"):
            raise StepWrong(f"the error of “{field.label}” is not tied to it (aria-describedby)")
        now = len(self.oracle.list(self.entity))
        if now != count:
            raise StepWrong("an empty form was stored", f"{count} records", f"{now} records")

    def _deletes(self) -> None:
        self.oracle.prepare_parents(self.entity)
        self.driver.open(self.page.route)
        values = self.oracle.values(self.entity, 2)
        form = self._new_form()
        self._fill(form, values)
        self.driver.submit(form)
        row = self.driver.record(self._display(values))
        self._changes_its_mind(row, values)
        start = len(self.watch.exchanges)
        self.driver.page.once("dialog", lambda dialog: dialog.accept())
        self.driver.button(self.actions["delete"], within=row).click()
        self.driver.confirm(self.actions["confirm"])
        self._expect_done(BindingRole.DELETE, start)
        if self.oracle.find(self.entity, self._display(values)) is not None:
            raise StepWrong("the record is still in the API after it was deleted")
        if not until(self.driver.page, lambda: not self.driver.shows_record(self._display(values))):
            raise StepWrong("the page still shows a record that was deleted")

    def _hostile_text(self) -> None:
        """Stored markup is shown as text, in the list and in the form; none of it is executed."""
        self.oracle.prepare_parents(self.entity)
        values = self.oracle.values(self.entity, 3) | {self.entity.display_field: HOSTILE_TEXT}
        if not self.oracle.create(self.entity, values):
            return  # a rule of the plan keeps such a text out
        self.driver.open(self.page.route)
        row = self.driver.record(HOSTILE_TEXT)
        if self._change is not None:
            self.driver.button(self.actions["edit"], within=row).click()
            self.driver.form()
        if self.driver.page.evaluate("() => window.executedByStoredText === true"):
            raise StepWrong("the page executes text that was stored as a record")

    def _api_down(self) -> None:
        def refuse(route: Route) -> None:
            if route.request.resource_type in CALLS:
                route.abort("connectionrefused")
            else:
                route.fallback()  # a page may be on the same path

        path = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(self.path))
        pattern = re.compile(rf"^https?://[^/]+{path}(\?|/|$)")
        self.driver.page.route(pattern, refuse)
        try:
            errors = len(self.watch.errors)
            self.driver.open(self.page.route)
            alert = self.driver.page.get_by_role("alert")
            if not until(self.driver.page, lambda: alert.count() > 0):
                raise StepWrong("with the API down the page says nothing (role=alert)")
            rows = self.driver.page.locator("tbody tr, main li, article")
            if rows.count() > 0:
                raise StepWrong("with the API down the page still shows records")
            del self.watch.errors[errors:]
        finally:
            self.driver.page.unroute(pattern)
