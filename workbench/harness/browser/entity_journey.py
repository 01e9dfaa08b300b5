"""Creates, reads, edits and deletes records through one page; API and page are both checked.

`entity_edge_cases.py` holds the steps for errors, keyboard and narrow windows; `records/` compares lists
and forms with the reference.
"""

from __future__ import annotations

import re

from playwright.sync_api import Route

from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.entity_edge_cases import EntityEdgeCases
from workbench.harness.browser.polling import until
from workbench.harness.browser.traffic import CALLS
from workbench.harness.matchers import at
from workbench.plan.system import BindingRole

MARKUP = (
    '<img src="x" onerror="window.executedByStoredText = true">'
    "<script>window.executedByStoredText = true</script>"
)


class EntityJourney(EntityEdgeCases):
    """The journey of one entity on its page."""

    def run(self) -> None:
        """Every step; a failed step is a finding, and the steps that depend on it are skipped."""
        with self._step("opens", "page.headings"):
            self._sign_in()
            self._opens()
        with self._step("creates", "page.create_form"):
            self._creates()
            if self._change is not None:
                with self._step("edits", "page.forms"):
                    self._edits(self._change)
            if self.page.hooks:
                with self._step("hooks", "page.hooks"):
                    self._hooks()
        with self._step("refuses", "page.shows_failures"):
            self._rejects_an_empty_form()
        if self._can(BindingRole.DELETE):
            with self._step("deletes", "page.delete_confirms"):
                self._deletes()
                with self._step("told_of_failures", "page.shows_failures"):
                    self._shows_failures()
        with self._step("keyboard", "page.accessible"):
            self._keyboard()
        with self._step("narrow", "page.accessible"):
            self._narrow()
        with self._step("hostile_text", "page.values"):
            self._shows_markup_as_text()
        with self._step("api_down", "page.shows_failures"):
            self._api_down()

    # -- steps --------------------------------------------------------------------------------

    def _opens(self) -> None:
        self._is_framed(self.page)
        self._check_state("empty")

    def _creates(self) -> None:
        self.api_records.prepare_parents(self.entity)
        self.driver.open(self.page.route)
        values = self.api_records.values(self.entity, 0)
        start = len(self.traffic.exchanges)
        form = self._new_form()
        self._fill(form, values)
        self._check_state("form")
        self.driver.submit(form)
        self._expect_done(BindingRole.CREATE, start)
        self._expect_stored(values)
        self.driver.record(self._display(values))
        self.driver.page.reload(wait_until="domcontentloaded")
        self.driver.record(self._display(values))
        self._check_state("list")

    def _edits(self, change: BindingRole) -> None:
        before, after = (
            self.api_records.values(self.entity, 0),
            self.api_records.values(self.entity, 1),
        )
        self.driver.open(self.page.route)  # which then offers what the new values refer to
        start = len(self.traffic.exchanges)
        row = self.driver.record(self._display(before))
        self.driver.button(self.actions["edit"], within=row).click()
        form = self.driver.form()
        display = self.entity.field(self.entity.display_field)
        shown = self.driver.control(display, form).input_value()
        if shown != self._display(before):
            raise StepWrong("the edit form does not show the record", self._display(before), shown)
        self._fill(form, after)
        self.driver.submit(form)
        self._expect_done(change, start)
        self._expect_stored(after)
        self.driver.record(self._display(after))
        if not until(self.driver.page, lambda: not self.driver.shows_record(self._display(before))):
            raise StepWrong("the page still shows the record as it was before the change")

    def _hooks(self) -> None:
        """The attributes that the client prescribed are in the list or in the form of a new record."""
        self.driver.open(self.page.route)
        shown = self.api_records.list(self.entity)[0]
        row = self.driver.record(str(at(shown, self.entity.field(self.entity.display_field).place)))
        in_form = {"form", self.actions["save"], *(field.label for field in self.entity.fields)}
        for hook in self.page.hooks:
            if hook.element not in in_form:
                self._has_hook(hook, row)
        self._new_form()
        for hook in self.page.hooks:
            if hook.element in in_form:
                self._has_hook(hook, None)

    def _rejects_an_empty_form(self) -> None:
        self.driver.open(self.page.route)
        count = len(self.api_records.list(self.entity))
        form = self._new_form()
        field = self.entity.field(self.entity.display_field)
        self.driver.submit(form)
        control = self.driver.control(field, form)
        if not until(self.driver.page, lambda: control.get_attribute("aria-invalid") == "true"):
            raise StepWrong(f"leaving “{field.label}” empty does not mark it as invalid")
        if not control.get_attribute("aria-describedby"):
            raise StepWrong(
                f"the error of “{field.label}” is not linked to its control (aria-describedby)"
            )
        now = len(self.api_records.list(self.entity))
        if now != count:
            raise StepWrong("an empty form was stored", f"{count} records", f"{now} records")

    def _deletes(self) -> None:
        self.api_records.prepare_parents(self.entity)
        values = self.api_records.values(self.entity, 2)
        self.driver.open(self.page.route)
        form = self._new_form()
        self._fill(form, values)
        self.driver.submit(form)
        row = self.driver.record(self._display(values))
        self._declines_a_delete(row, values)
        start = len(self.traffic.exchanges)
        self.driver.page.once("dialog", lambda dialog: dialog.accept())
        self.driver.button(self.actions["delete"], within=row).click()
        self.driver.confirm(self.actions["confirm"])
        self._expect_done(BindingRole.DELETE, start)
        if self.api_records.find(self.entity, self._display(values)) is not None:
            raise StepWrong("the record is still in the API after it was deleted")
        if not until(self.driver.page, lambda: not self.driver.shows_record(self._display(values))):
            raise StepWrong("the page still shows a record that was deleted")

    def _shows_markup_as_text(self) -> None:
        """Stored markup is shown as text, in the list and in the form; none of it is executed."""
        self.api_records.prepare_parents(self.entity)
        values = self.api_records.values(self.entity, 3) | {self.entity.display_field: MARKUP}
        if not self.api_records.create(self.entity, values):
            return  # the plan does not allow such a text
        self.driver.open(self.page.route)
        row = self.driver.record(MARKUP)
        if self._change is not None:
            self.driver.button(self.actions["edit"], within=row).click()
            self.driver.form()
        if self.driver.page.evaluate("() => window.executedByStoredText === true"):
            raise StepWrong("the page executes text that was stored as a record")

    def _api_down(self) -> None:
        def abort(route: Route) -> None:
            if route.request.resource_type in CALLS:
                route.abort("connectionrefused")
            else:
                route.fallback()  # a page may have the same path

        path = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(self.path))
        pattern = re.compile(rf"^https?://[^/]+{path}(\?|/|$)")
        self.driver.page.route(pattern, abort)
        try:
            errors = len(self.traffic.errors)
            self.driver.open(self.page.route)
            alert = self.driver.page.get_by_role("alert")
            if not until(self.driver.page, lambda: alert.count() > 0):
                raise StepWrong("with the API down the page shows no error (role=alert)")
            rows = self.driver.page.locator("tbody tr, main li, article")
            if rows.count() > 0:
                raise StepWrong("with the API down the page still shows records")
            del self.traffic.errors[errors:]
        finally:
            self.driver.page.unroute(pattern)
