"""Locates elements of the page by role and accessible name, by the rules of CONTRACT."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from playwright.sync_api import Error, Locator, Page

from workbench.errors import MeasurementError
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.system import SystemPlan

POLL_SECONDS = 5.0
POLL_INTERVAL_MS = 40
MOST_TABS = 120
# The roles that an element which looks like a button may have.
PRESSED = ("button", "link", "menuitem")
T = TypeVar("T")


class NotOnPage(MeasurementError):
    """An element that the plan names is missing; `snapshot` is the accessibility tree."""

    def __init__(self, what: str, snapshot: str) -> None:
        self.what = what
        self.snapshot = snapshot
        super().__init__(f"{what} is not on the page")


def until(page: Page, probe: Callable[[], T | None], seconds: float | None = None) -> T | None:
    """The first truthy result of `probe`, or None when the time (`POLL_SECONDS`) is up.

    Playwright delivers the browser's events only inside its own calls, so the pause is one of them.
    """
    deadline = time.monotonic() + (POLL_SECONDS if seconds is None else seconds)
    while True:
        result = probe()
        if result or time.monotonic() > deadline:
            return result or None
        page.wait_for_timeout(POLL_INTERVAL_MS)


class Driver:
    """Uses one page with mouse and keyboard."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self._base_url = base_url
        self.deviations: list[str] = []
        self.account: str | None = None
        """The account that signed in last, by its name in scenarios."""

    def open(self, route: str) -> None:
        self.page.goto(self._base_url + route, wait_until="domcontentloaded")

    def sign_in(self, plan: SystemPlan, values: Mapping[str, object]) -> None:
        """Clears any session and signs in on the page. Raises `NotOnPage` if that fails."""
        accounts = plan.accounts
        assert accounts is not None
        self.open(accounts.sign_in_route)
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.context.clear_cookies()
        self.open(accounts.sign_in_route)
        self.enter_credentials(plan, values)
        self.button(accounts.sign_out)

    def enter_credentials(self, plan: SystemPlan, values: Mapping[str, object]) -> None:
        """Fills the form of the sign-in page and sends it."""
        accounts = plan.accounts
        assert accounts is not None
        entity, form = plan.entity(accounts.entity), self.form()
        for name in (accounts.login, accounts.password):
            self.fill(entity.field(name), values[name], form)
        self.submit(form)

    def heading(self) -> str:
        """The text of the only h1. Raises `NotOnPage` if there is none or more than one."""
        headings = self.page.get_by_role("heading", level=1)
        if not until(self.page, lambda: headings.count() == 1):
            raise self.missing(f"exactly one h1 (there are {headings.count()})")
        return headings.inner_text().strip()

    def button(
        self, name: str, within: Locator | None = None, roles: Sequence[str] = PRESSED
    ) -> Locator:
        """The visible element with one of the roles whose accessible name starts with `name`."""
        scope = within if within is not None else self.page.locator("body")
        pattern = re.compile(rf"^\s*{re.escape(name)}\b", re.I)

        def find() -> Locator | None:
            for role in roles:
                matches = scope.get_by_role(role, name=pattern)  # type: ignore[arg-type]
                for index in range(matches.count()):
                    if matches.nth(index).is_visible():
                        return matches.nth(index)
            return None

        located = until(self.page, find)
        if located is None:
            raise self.missing(f"a {roles[0]} “{name}”")
        return located

    def record(self, text: str) -> Locator:
        """The row, list item or article that shows the text. Raises `NotOnPage`."""
        located = until(self.page, lambda: self._record(text))
        if located is None:
            raise self.missing(f"a record that shows “{text}”")
        return located

    def shows_record(self, text: str) -> bool:
        return self._record(text) is not None

    def form(self) -> Locator:
        """The open form: in a dialog if there is one, else the only visible form."""

        def find() -> Locator | None:
            for selector in ("dialog[open] form, [role=dialog] form", "form:visible"):
                matches = self.page.locator(selector)
                visible = [
                    matches.nth(i) for i in range(matches.count()) if matches.nth(i).is_visible()
                ]
                with_submit = [f for f in visible if f.locator("[type=submit]").count()]
                if len(with_submit) == 1:
                    return with_submit[0]
            return None

        located = until(self.page, find)
        if located is None:
            raise self.missing("one form with a submit button")
        return located

    def control(self, field: EntityField, form: Locator) -> Locator:
        """The control whose accessible name is the field's label."""

        def find() -> Locator | None:
            pattern = _label(field.label)
            for role in ("textbox", "spinbutton", "combobox", "checkbox", "switch", "radiogroup"):
                matches = form.get_by_role(role, name=pattern)
                if matches.count() == 1:
                    return matches
            labelled = self.labelled(field.label, form)
            return labelled if labelled.count() == 1 else None

        located = until(self.page, find)
        if located is None:
            raise self.missing(f"a control named “{field.label}”")
        return located

    def labelled(self, label: str, within: Locator) -> Locator:
        """The controls with this label; a note such as "required" or "*" may follow it."""
        return within.get_by_label(_label(label))

    def fill(self, field: EntityField, value: object, form: Locator, option: str = "") -> None:
        """Enters a value; `option` is the text of a reference's choice."""
        control = self.control(field, form)
        match field.type:
            case FieldType.BOOLEAN:
                control.set_checked(bool(value))
            case FieldType.ENUM:
                control.select_option(value=str(value))
            case FieldType.REF:
                self._choose(control, option)
            case FieldType.DATETIME:
                control.fill(str(value)[:16])
            case _:
                control.fill("" if value is None else str(value))

    def focus(self, target: Locator) -> None:
        """Reaches a control by the Tab key alone. Raises `NotOnPage` when it cannot be reached."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise self.missing("a way to it by the Tab key")

    def press(self, target: Locator) -> None:
        """Reaches a button by the Tab key and presses Enter."""
        self.focus(target)
        self.page.keyboard.press("Enter")

    def type(self, field: EntityField, value: object, form: Locator, option: str = "") -> None:
        """Enters a value into the focused control by typing, where a control takes typed text."""
        if field.type in (FieldType.DATE, FieldType.DATETIME):
            self.fill(
                field, value, form
            )  # the parts of a date control depend on the browser's locale
        elif field.type in (FieldType.ENUM, FieldType.REF):
            self.page.keyboard.type(option or str(value))
        else:
            self.page.keyboard.type(str(value))

    def open_dialogs(self) -> Locator:
        """The dialogs that are open."""
        return self.page.locator("[role=alertdialog]:visible, dialog[open], [role=dialog]:visible")

    def decline(self, confirming: str) -> None:
        """Presses the button of the open dialog that does not confirm; Escape where there is none."""
        for button in self.open_dialogs().last.get_by_role("button").all():
            name = (button.get_attribute("aria-label") or button.inner_text()).strip()
            if button.is_visible() and not name.lower().startswith(confirming.lower()):
                button.click()
                return
        self.page.keyboard.press("Escape")

    def submit(self, form: Locator) -> None:
        form.locator("[type=submit]").click()

    def confirm(self, name: str) -> None:
        """Presses the confirming button of the open dialog."""
        dialog = self.open_dialogs()
        if until(self.page, lambda: dialog.count() > 0):
            self.button(name, within=dialog.last).click()

    def _choose(self, control: Locator, option: str) -> None:
        choice = control.locator("option", has_text=option)
        if not until(self.page, lambda: choice.count() > 0):
            raise self.missing(f"the choice “{option}”")
        control.select_option(label=option)

    def _record(self, text: str) -> Locator | None:
        matches = self.page.locator("tr, li, article").filter(has_text=text)
        for index in reversed(range(matches.count())):
            candidate = matches.nth(index)
            try:
                if candidate.is_visible():
                    return candidate
            except Error:
                continue  # it was re-rendered between the two calls
        return None

    def missing(self, what: str) -> NotOnPage:
        """The error for a missing element, with a snapshot of the page."""
        return NotOnPage(what, self.page.locator("body").aria_snapshot()[:4000])


def _label(text: str) -> re.Pattern[str]:
    """A pattern for the label, optionally followed by ``*`` or a word in brackets in any language."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\*|\([^()]*\))?\s*$", re.I)
