"""What a careful page does: it can be declined, it tells of failures, it needs no mouse and no width.

CONTRACT, the page's rules: 4 to 6, and the journey's own: keyboard alone, 375 px, another time zone.
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


class EntityCare(EntityPage):
    """Steps that a hurried journey would leave out."""

    @property
    def has_dates(self) -> bool:
        return any(field.type in DATED for field in self.entity.client_fields)

    def run_abroad(self, zone: str) -> None:
        """Dates and instants survive a form that is filled, and saved unchanged, in another zone."""
        with self._step(f"abroad.{zone}"):
            self._sign_in()
            self.oracle.prepare_parents(self.entity)
            self.driver.open(self.page.route)
            # Variants that no other step uses, one a zone: values may have to be unique.
            values = self.oracle.values(self.entity, 6 if zone < "Pacific/M" else 7)
            form = self._new_form()
            self._fill(form, values)
            self.driver.submit(form)
            self._expect_stored(values)
            if self._change is not None:
                self._saved_unchanged(self._change, values)

    def _saved_unchanged(self, change: BindingRole, values: dict[str, JsonValue]) -> None:
        before = self.oracle.find(self.entity, self._display(values))
        assert before is not None
        start = len(self.watch.exchanges)
        row = self.driver.record(self._display(values))
        self.driver.button(self.actions["edit"], within=row).click()
        self.driver.submit(self.driver.form())
        self._expect_done(change, start)
        after = self.oracle.find(self.entity, self._display(values)) or {}
        for field in self.entity.client_fields:
            was, now = at(before, field.place), at(after, field.place)
            if not field.secret and was != now:
                what = f"saving a form unchanged changes {field.label}"
                raise StepWrong(what, str(was), str(now))

    def _changes_its_mind(self, row: Locator, values: dict[str, JsonValue]) -> None:
        """Declined, a delete deletes nothing, and the question goes away."""
        start = len(self.watch.exchanges)
        declined: list[str] = []

        def decline(dialog: Dialog) -> None:
            declined.append(dialog.message)
            dialog.dismiss()

        self.driver.page.once("dialog", decline)
        self.driver.button(self.actions["delete"], within=row).click()
        question = self.driver.question()
        if not until(self.driver.page, lambda: declined or question.count() > 0):
            raise StepWrong("a delete does not ask before it deletes")
        if not declined:
            self.driver.page.remove_listener("dialog", decline)
            self.driver.decline(self.actions["confirm"])
            if not until(self.driver.page, lambda: question.count() == 0):
                raise StepWrong("the question stays when a delete is declined")
        if any(seen.method == "DELETE" for seen in self.watch.exchanges[start:]):
            raise StepWrong("a delete that was declined was sent", "no DELETE", "a DELETE")
        self.driver.record(self._display(values))

    def _told_of_failures(self) -> None:
        """What the API refuses, in a form or in a delete, a person is told."""
        self.oracle.prepare_parents(self.entity)
        values = self.oracle.values(self.entity, 4)
        self.oracle.create(self.entity, values)
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
            self._fill(form, self.oracle.values(self.entity, 5))
            self.driver.submit(form)
            self._expect_alert("a new record that the server cannot store")

    @contextmanager
    def _failing(self, method: str) -> Iterator[None]:
        """The API answers 500 to one method; everything else passes."""

        def answer(route: Route) -> None:
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
        self.driver.page.route(pattern, answer)
        try:
            yield
        finally:
            self.driver.page.unroute(pattern)

    def _expect_alert(self, what: str) -> None:
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise StepWrong(f"{what} is not told to the person (role=alert)")

    def _keyboard(self) -> None:
        """Creates and deletes a record without a mouse."""
        if self.entity.field(self.entity.display_field).type not in TEXTUAL:
            return
        self.oracle.prepare_parents(self.entity)
        self.driver.open(self.page.route)
        self.driver.heading()
        values = self.oracle.values(self.entity, 8)
        start = len(self.watch.exchanges)
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
        question = self.driver.question()
        if until(self.driver.page, lambda: question.count() > 0, 1.0):
            self.driver.press(self.driver.button(self.actions["confirm"], within=question.last))
        self._expect_done(BindingRole.DELETE, start)

    def _narrow(self) -> None:
        """On a telephone everything is within the width, in the list and in the form."""
        page = self.driver.page
        with self._narrowed():
            self.driver.open(self.page.route)
            self.driver.heading()
            until(page, lambda: page.locator("tr, li, article").count() > 0, 1.0)
            self._look("narrow")
            self._new_form()
            self._look("narrow-form")

    def _pages(self) -> None:
        """The oldest of more records than fit a page can be reached."""
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        display = self.entity.field(self.entity.display_field)
        if binding is None or not binding.limit or not binding.offset or display.examples:
            return
        start = len(self.watch.exchanges)
        self.driver.open(self.page.route)
        lists = until(self.driver.page, lambda: self.watch.matching("GET", self.path, start))
        size = int(lists[0].query.get(binding.limit, "0")) if lists else 0
        if not 0 < size <= MOST_ON_A_PAGE:
            return  # the page asks for everything that the API gives at once
        self.oracle.prepare_parents(self.entity)
        numbers = range(FIRST_OF_MANY, FIRST_OF_MANY + size + 1)
        made = [self.oracle.numbered(self.entity, number) for number in numbers]
        if not all(self.oracle.create(self.entity, values) for values in made):
            return  # a rule of the plan allows only so many
        oldest, newest = self._display(made[0]), self._display(made[-1])
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
