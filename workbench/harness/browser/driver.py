"""Finds things on the page the way a person does: by role and name, by the rules of CONTRACT."""

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
# What a person takes for a button, whatever its role.
PRESSED = ("button", "link", "menuitem")
T = TypeVar("T")


class NotOnPage(MeasurementError):
    """Something that the plan names is not there; `snapshot` is the accessibility tree."""

    def __init__(self, what: str, snapshot: str) -> None:
        self.what = what
        self.snapshot = snapshot
        super().__init__(f"{what} is not on the page")


def until(page: Page, trace: Callable[[], T | None], seconds: float | None = None) -> T | None:
    """The first truthy answer of `probe`, or None when the time (`POLL_SECONDS`) is up.

    The browser's events are only delivered inside a call of its own, so the pause is one.
    """
    deadline = time.monotonic() + (POLL_SECONDS if seconds is None else seconds)
    while True:
        found = trace()
        if found or time.monotonic() > deadline:
            return found or None
        page.wait_for_timeout(POLL_INTERVAL_MS)


class Driver:
    """A person at the page."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self._base_url = base_url
        self.deviations: list[str] = []
        self.account: str | None = None
        """Who signed in last, by the name that scenarios give."""

    def open(self, route: str) -> None:
        self.page.goto(self._base_url + route, wait_until="domcontentloaded")

    def sign_in(self, plan: SystemPlan, values: Mapping[str, object]) -> None:
        """Comes as nobody and signs in on the page. Raises `NotOnPage` when that does not work."""
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
        """Text of the only h1. Raises `NotOnPage` when there is none or more than one."""
        headings = self.page.get_by_role("heading", level=1)
        if not until(self.page, lambda: headings.count() == 1):
            raise self.missing(f"exactly one h1 (there are {headings.count()})")
        return headings.inner_text().strip()

    def button(
        self, name: str, within: Locator | None = None, roles: Sequence[str] = PRESSED
    ) -> Locator:
        """What is pressed and has one of the roles, and whose name starts with `name`."""
        scope = within if within is not None else self.page.locator("body")
        pattern = re.compile(rf"^\s*{re.escape(name)}\b", re.I)

        def find() -> Locator | None:
            for role in roles:
                found = scope.get_by_role(role, name=pattern)  # type: ignore[arg-type]
                for index in range(found.count()):
                    if found.nth(index).is_visible():
                        return found.nth(index)
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
                found = self.page.locator(selector)
                visible = [found.nth(i) for i in range(found.count()) if found.nth(i).is_visible()]
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
                found = form.get_by_role(role, name=pattern)
                if found.count() == 1:
                    return found
            labelled = self.labelled(field.label, form)
            return labelled if labelled.count() == 1 else None

        located = until(self.page, find)
        if located is None:
            raise self.missing(f"a control named “{field.label}”")
        return located

    def labelled(self, label: str, within: Locator) -> Locator:
        """The controls that have this label, which a word on being required or optional may follow."""
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
            self.fill(field, value, form)  # its parts follow the browser's locale
        elif field.type in (FieldType.ENUM, FieldType.REF):
            self.page.keyboard.type(option or str(value))
        else:
            self.page.keyboard.type(str(value))

    def question(self) -> Locator:
        """The dialogs that are open."""
        return self.page.locator("[role=alertdialog]:visible, dialog[open], [role=dialog]:visible")

    def decline(self, confirming: str) -> None:
        """Presses the button of the open dialog that does not confirm; Escape where there is none."""
        for button in self.question().last.get_by_role("button").all():
            name = (button.get_attribute("aria-label") or button.inner_text()).strip()
            if button.is_visible() and not name.lower().startswith(confirming.lower()):
                button.click()
                return
        self.page.keyboard.press("Escape")

    def submit(self, form: Locator) -> None:
        form.locator("[type=submit]").click()

    def confirm(self, name: str) -> None:
        """Presses the confirming button of the open dialog."""
        dialog = self.question()
        if until(self.page, lambda: dialog.count() > 0):
            self.button(name, within=dialog.last).click()

    def _choose(self, control: Locator, option: str) -> None:
        choice = control.locator("option", has_text=option)
        if not until(self.page, lambda: choice.count() > 0):
            raise self.missing(f"the choice “{option}”")
        control.select_option(label=option)

    def _record(self, text: str) -> Locator | None:
        found = self.page.locator("tr, li, article").filter(has_text=text)
        for index in reversed(range(found.count())):
            candidate = found.nth(index)
            try:
                if candidate.is_visible():
                    return candidate
            except Error:
                continue  # it was re-rendered between the two looks
        return None

    def missing(self, what: str) -> NotOnPage:
        """What to raise for something that is not there, with what is."""
        return NotOnPage(what, self.page.locator("body").aria_snapshot()[:4000])


def _label(text: str) -> re.Pattern[str]:
    """The label, and what may follow it: ``*``, or a word in brackets in any language."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\*|\([^()]*\))?\s*$", re.I)
