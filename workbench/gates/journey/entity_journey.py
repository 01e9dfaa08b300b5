"""Creates, sees, edits and deletes records through one page; each step seen twice.

The oracle is the request and the data read back through the API, plus the display field's text on
the page; never toasts, formatted values or layout (CONTRACT: the journey's oracle).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Route
from pydantic import JsonValue

from workbench.contract.conventions import ACTION_TEXT, collection_path
from workbench.contract.fields import TEXTUAL, FieldType
from workbench.contract.plan import Entity, Page, SystemPlan
from workbench.gates.http_steps import StepFailed
from workbench.gates.journey.driver import Driver, NotOnPage, until
from workbench.gates.journey.oracle import Oracle
from workbench.gates.journey.watch import Watch
from workbench.gates.result import Finding

GATE = "ui.journey"
SERIOUS = frozenset({"serious", "critical"})
HOSTILE_TEXT = (
    '<img src="x" onerror="window.executedByStoredText = true">'
    "<script>window.executedByStoredText = true</script>"
)
ADVISORY_RULES = frozenset({"color-contrast"})


class StepWrong(Exception):
    """A step had another effect than it must have."""

    def __init__(self, message: str, expected: str = "", actual: str = "") -> None:
        self.message = message
        self.expected = expected
        self.actual = actual
        super().__init__(message)


class EntityJourney:
    """The journey of one entity on its page."""

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
        self.plan, self.page, self.driver, self.watch, self.oracle = (
            plan, page, driver, watch, oracle,
        )  # fmt: skip
        self.entity: Entity = plan.entity(page.collection)
        self.path = collection_path(plan, self.entity)
        self.axe, self.shots = axe, shots
        self.findings: list[Finding] = []
        self.passed: list[str] = []
        self.screenshots: list[str] = []
        texts = {
            key: text.format(entity=self.entity.labels.singular.lower())
            for key, text in ACTION_TEXT.items()
        }
        self.actions = texts | page.actions

    def run(self) -> None:
        """Every step; a step that fails is a finding, and the steps that build on it are left out."""
        with self._step("opens"):
            self._opens()
        with self._step("creates"):
            self._creates()
            if not self.entity.append_only:
                with self._step("edits"):
                    self._edits()
        with self._step("refuses"):
            self._refuses()
        if not self.entity.append_only:
            with self._step("deletes"):
                self._deletes()
        with self._step("hostile_text"):
            self._hostile_text()
        with self._step("api_down"):
            self._api_down()

    # -- steps --------------------------------------------------------------------------------

    def _opens(self) -> None:
        self.driver.open(self.page.route)
        heading = self.driver.heading()
        if heading != self.page.heading:
            raise StepWrong("the h1 has another text", self.page.heading, heading)
        if not self.driver.page.title().strip():
            raise StepWrong("the page has no title")
        if not self.driver.page.locator("html").get_attribute("lang"):
            raise StepWrong("the page has no lang")
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
        self._expect_request("POST", self.path, start, 201)
        self._expect_stored(values)
        self.driver.record(self._display(values))
        self.driver.page.reload(wait_until="domcontentloaded")
        self.driver.record(self._display(values))
        self._look("list")

    def _edits(self) -> None:
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
        self._expect_request("PUT", self.path + "/*", start, 200)
        self._expect_stored(after)
        self.driver.record(self._display(after))
        if not until(self.driver.page, lambda: not self.driver.shows_record(self._display(before))):
            raise StepWrong("the page still shows the record as it was before the change")

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
        start = len(self.watch.exchanges)
        self.driver.page.once("dialog", lambda dialog: dialog.accept())
        self.driver.button(self.actions["delete"], within=row).click()
        self.driver.confirm(self.actions["confirm"])
        self._expect_request("DELETE", self.path + "/*", start, 204)
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
        if not self.entity.append_only:
            self.driver.button(self.actions["edit"], within=row).click()
            self.driver.form()
        if self.driver.page.evaluate("() => window.executedByStoredText === true"):
            raise StepWrong("the page executes text that was stored as a record")

    def _api_down(self) -> None:
        def refuse(route: Route) -> None:
            route.abort("connectionrefused")

        pattern = re.compile(r"^https?://[^/]+" + re.escape(self.path) + r"(\?|/|$)")
        api_only = lambda url: bool(pattern.match(url)) and not url.startswith(self._page_url())  # noqa: E731
        self.driver.page.route(api_only, refuse)
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
            self.driver.page.unroute(api_only)

    # -- pieces -------------------------------------------------------------------------------

    def _page_url(self) -> str:
        location = self.driver.page.url
        return "/".join(location.split("/")[:3])

    def _new_form(self) -> Any:
        submits = self.driver.page.locator("main form [type=submit]:visible")
        if submits.count() != 1:
            self.driver.button(self.actions["create"]).click()
        return self.driver.form()

    def _fill(self, form: Any, values: dict[str, JsonValue]) -> None:
        for field in self.entity.client_fields:
            if field.name not in values:
                continue
            option = ""
            if field.type is FieldType.REF and field.ref is not None:
                option = self.oracle.name_of(self.plan.entity(field.ref), values[field.name])
            self.driver.fill(field, values[field.name], form, option)

    def _display(self, values: dict[str, JsonValue]) -> str:
        return str(values[self.entity.display_field])

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
                FieldType.ENUM, FieldType.REF,
            )  # fmt: skip
            if field.secret or field.name not in values or not comparable:
                continue
            if stored.get(field.name) != wanted:
                raise StepWrong(
                    f"{field.label} was stored as something else",
                    json.dumps(wanted),
                    json.dumps(stored.get(field.name)),
                )

    def _look(self, state: str) -> None:
        """A screenshot, and what axe says of this state."""
        name = f"{self.entity.plural}-{state}.png"
        self.driver.page.screenshot(path=str(self.shots / name), full_page=True)
        self.screenshots.append(name)
        self.driver.page.evaluate(self.axe)
        report = self.driver.page.evaluate("async () => await axe.run()")
        for violation in report["violations"]:
            if violation["impact"] in SERIOUS and violation["id"] not in ADVISORY_RULES:
                nodes = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
                self._find(
                    "accessible", f"axe {violation['id']}: {violation['help']}", actual=nodes
                )

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        errors = len(self.watch.errors)
        found = len(self.findings)
        try:
            yield
        except StepWrong as wrong:
            self._find(name, wrong.message, expected=wrong.expected, actual=wrong.actual)
        except NotOnPage as missing:
            self._find(name, str(missing), evidence=missing.snapshot)
        except StepFailed as failed:
            self._find(name, str(failed), evidence=failed.evidence)
        except Error as error:
            self._find(name, f"the browser could not do it: {error.message.splitlines()[0]}")
        for text in self.watch.errors[errors:]:
            self._find(name, text[:600])
        if len(self.findings) == found:
            self.passed.append(f"ui:{self.entity.plural}.{name}")

    def _find(
        self, step: str, message: str, *, expected: str = "", actual: str = "", evidence: str = ""
    ) -> None:
        self.findings.append(
            Finding(
                gate=GATE,
                message=f"{self.page.route}, {step}: {message}",
                probe=f"ui:{self.entity.plural}.{step}",
                entity=self.entity.name,
                expected=expected,
                actual=actual,
                evidence=evidence,
            )
        )
