"""Edge cases of an entity's page: declined deletes, errors, keyboard only, narrow windows, time zones.

CONTRACT, the page's rules 4 to 6, and the journey's own: keyboard alone, 375 px, another time zone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Dialog, Locator, Route
from pydantic import JsonValue

from workbench.harness.browser.driver import until
from workbench.harness.browser.entity_page import EntityPage
from workbench.harness.browser.journey import StepWrong
from workbench.harness.matchers import at
from workbench.plan.fields import TEXTUAL, FieldType
from workbench.plan.system import BindingRole

FIRST_OF_MANY = 1000
MOST_ON_A_PAGE = 100
ONWARDS = ("next", "more", "load more", "show more", "older")
FAILURE = {"title": "Failed", "status": 500, "detail": "It cannot be done at the moment."}
DATED = (FieldType.DATE, FieldType.DATETIME)


class EntityEdgeCases(EntityPage):
    """The steps beyond creating, editing and deleting a record."""

    @property
    def has_dates(self) -> bool:
        return any(field.type in DATED for field in self.entity.client_fields)

    def run_abroad(self, zone: str) -> None:
        """Dates and instants are stored as entered, and stay the same when saved unchanged, in another zone."""
        with self._step(f"abroad.{zone}"):
            self._sign_in()
            self.api_records.prepare_parents(self.entity)
            self.driver.open(self.page.route)
            # Each zone uses a variant that no other step uses: values may have to be unique.
            values = self.api_records.values(self.entity, 6 if zone < "Pacific/M" else 7)
            form = self._new_form()
            self._fill(form, values)
            self.driver.submit(form)
            self._expect_stored(values)
            if self._change is not None:
                self._saved_unchanged(self._change, values)

    def _saved_unchanged(self, change: BindingRole, values: dict[str, JsonValue]) -> None:
        before = self.api_records.find(self.entity, self._display(values))
        assert before is not None
        start = len(self.traffic.exchanges)
        row = self.driver.record(self._display(values))
        self.driver.button(self.actions["edit"], within=row).click()
        self.driver.submit(self.driver.form())
        self._expect_done(change, start)
        after = self.api_records.find(self.entity, self._display(values)) or {}
        for field in self.entity.client_fields:
            was, now = at(before, field.place), at(after, field.place)
            if not field.secret and was != now:
                what = f"saving a form unchanged changes {field.label}"
                raise StepWrong(what, str(was), str(now))

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
        """When the API rejects a form or a delete, the page shows an error."""
        self.api_records.prepare_parents(self.entity)
        values = self.api_records.values(self.entity, 4)
        self.api_records.create(self.entity, values)
        self.driver.open(self.page.route)
        row = self.driver.record(self._display(values))
        with self._failing("DELETE"):
            self.driver.page.once("dialog", lambda dialog: dialog.accept())
            self.driver.button(self.actions["delete"], within=row).click()
            self.driver.confirm(self.actions["confirm"])
            self._expect_alert("a delete that fails")
        self.driver.open(self.page.route)
        with self._failing("POST"):
            form = self._new_form()
            self._fill(form, self.api_records.values(self.entity, 5))
            self.driver.submit(form)
            self._expect_alert("a new record that the server cannot store")

    @contextmanager
    def _failing(self, method: str) -> Iterator[None]:
        """The API responds with 500 to one method; other requests reach it."""

        def respond(route: Route) -> None:
            if route.request.method != method:
                route.fallback()
                return
            route.fulfill(
                status=500, body=json.dumps(FAILURE),
                headers={
                    "Content-Type": "application/problem+json", "Access-Control-Allow-Origin": "*",
                },
            )  # fmt: skip

        pattern = re.compile(re.escape(self.path) + r"(/[^/]+)?$")
        self.driver.page.route(pattern, respond)
        try:
            yield
        finally:
            self.driver.page.unroute(pattern)

    def _expect_alert(self, what: str) -> None:
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise StepWrong(f"{what} shows no error (role=alert)")

    def _keyboard(self) -> None:
        """Creates and deletes a record without a mouse."""
        if self.entity.field(self.entity.display_field).type not in TEXTUAL:
            return
        self.api_records.prepare_parents(self.entity)
        self.driver.open(self.page.route)
        self.driver.heading()
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

    def _narrow(self) -> None:
        """At 375 px the list and the form fit the window's width."""
        page = self.driver.page
        with self._narrowed():
            self.driver.open(self.page.route)
            self.driver.heading()
            until(page, lambda: page.locator("tr, li, article").count() > 0, 1.0)
            self._check_state("narrow")
            self._new_form()
            self._check_state("narrow-form")

    def _pages(self) -> None:
        """With more records than fit on one page, the oldest can be reached."""
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        display = self.entity.field(self.entity.display_field)
        if binding is None or not binding.limit or not binding.offset or display.examples:
            return
        start = len(self.traffic.exchanges)
        self.driver.open(self.page.route)
        lists = until(self.driver.page, lambda: self.traffic.matching("GET", self.path, start))
        size = int(lists[0].query.get(binding.limit, "0")) if lists else 0
        if not 0 < size <= MOST_ON_A_PAGE:
            return  # the page requests every record at once
        self.api_records.prepare_parents(self.entity)
        numbers = range(FIRST_OF_MANY, FIRST_OF_MANY + size + 1)
        records = [self.api_records.numbered(self.entity, number) for number in numbers]
        if not all(self.api_records.create(self.entity, values) for values in records):
            return  # the plan does not allow so many records
        oldest, newest = self._display(records[0]), self._display(records[-1])
        self.driver.open(self.page.route)
        self.driver.record(newest)
        words = "|".join(re.escape(text) for text in (self.actions["next"], *ONWARDS))
        leading_on = re.compile(rf"^\s*({words})\b", re.I)
        for _ in range(3):
            if until(self.driver.page, lambda: self.driver.shows_record(oldest), 0.4):
                return
            onwards = self.driver.page.get_by_role("button", name=leading_on)
            if onwards.count() == 0 or not onwards.last.is_enabled():
                break
            onwards.last.click()
        raise StepWrong(
            f"of {size + 1} records the oldest cannot be reached",
            f"a button “{self.actions['next']}” or “More”",
        )
