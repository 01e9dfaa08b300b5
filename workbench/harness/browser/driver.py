"""Locates elements of the page by role and accessible name, by the rules in docs/plan.md, “On the page”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Error, Locator, Page

from workbench.errors import MeasurementError
from workbench.harness.browser import choices, several
from workbench.harness.browser.choices import Option
from workbench.harness.browser.polling import until
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.system import SystemPlan
from workbench.reference.pages.texts import typed

MOST_TABS = 120
# The roles that an element which looks like a button may have.
PRESSED = ("button", "link", "menuitem")


class NotOnPage(MeasurementError):
    """A named element is missing; `snapshot` is the accessibility tree; `rule` as in `StepWrong`."""

    def __init__(self, what: str, snapshot: str, rule: str = "") -> None:
        self.what = what
        self.snapshot = snapshot
        self.rule = rule
        super().__init__(f"{what} is not on the page")


class StepWrong(MeasurementError):
    """A step did not have the required effect; `rule` is the broken rule if it is not the step's."""

    def __init__(self, message: str, expected: str = "", actual: str = "", rule: str = "") -> None:
        self.rule = rule
        self.message = message
        self.expected = expected
        self.actual = actual
        super().__init__(message)


# What orders a list by a column: its name is a field's label, and may begin as another button's does.
_OF_COLUMNS = "th *, [role=columnheader] *"


def _first(scope: Locator, name: str, roles: Sequence[str]) -> Locator | None:
    """The first visible element with one of the roles whose accessible name starts with `name`.

    What is in the head of a column comes last.
    """
    pattern = re.compile(rf"^\s*{re.escape(name)}\b", re.I)
    in_heads = scope.page.locator(_OF_COLUMNS)
    for role in roles:
        matches = scope.get_by_role(role, name=pattern)  # type: ignore[arg-type]
        visible = [one for one in matches.all() if one.is_visible()]
        if len(visible) > 1:
            visible = [one for one in visible if one.and_(in_heads).count() == 0] or visible
        if visible:
            return visible[0]
    return None


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
        """The text of the only h1. Raises `StepWrong` unless there is exactly one."""
        headings = self.page.get_by_role("heading", level=1)
        if not until(self.page, lambda: headings.count() == 1):
            count = str(headings.count())
            raise StepWrong("the page must have one h1", "1", count, "page.headings")
        return headings.inner_text().strip()

    def button(
        self, name: str, within: Locator | None = None, roles: Sequence[str] = PRESSED
    ) -> Locator:
        """The visible element with one of the roles whose accessible name starts with `name`."""
        scope = within if within is not None else self.page.locator("body")
        located = until(self.page, lambda: _first(scope, name, roles))
        if located is None:
            raise self.missing(f"a {roles[0]} “{name}”")
        return located

    def pressable(
        self, name: str, within: Locator | None = None, roles: Sequence[str] = PRESSED
    ) -> Locator:
        """As `button`, but what an open dialog has comes before what it covers."""
        if within is None and _first(self.open_dialogs(), name, roles) is not None:
            within = self.open_dialogs()
        return self.button(name, within, roles)

    def links_to(self, title: str, within: Locator | None = None) -> Locator:
        """The links with exactly this name, in any case; there may be none, or none yet."""
        scope = within if within is not None else self.page.locator("body")
        return scope.get_by_role("link", name=re.compile(rf"^\s*{re.escape(title)}\s*$", re.I))

    def record(self, text: str) -> Locator:
        """The row, list item or article that shows the text. Raises `NotOnPage`."""
        located = until(self.page, lambda: self._record(text))
        if located is None:
            raise self.missing(f"a record that shows “{text}”", "page.records")
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
            raise self.missing("exactly one form with a submit button", "page.create_form")
        return located

    def control(self, field: EntityField, form: Locator) -> Locator:
        """The control whose accessible name is the field's label."""

        def find() -> Locator | None:
            name = label_pattern(field.label)
            located = form.get_by_role("textbox", name=name)
            for role in ("spinbutton", "combobox", "checkbox", "switch", "radiogroup"):
                located = located.or_(form.get_by_role(role, name=name))
            if located.count() == 1:
                return located
            labelled = self.labelled(field.label, form)
            return labelled if labelled.count() == 1 else None

        located = until(self.page, find)
        if located is None:
            raise self.missing(f"a control named “{field.label}”", "page.field_names")
        return located

    def labelled(self, label: str, within: Locator) -> Locator:
        """The controls with this label; a note such as "required" or "*" may follow it."""
        return within.get_by_label(label_pattern(label))

    def group(self, field: EntityField, form: Locator) -> Locator:
        """The control of an array of references: a group of check boxes or a list box with its label."""

        def find() -> Locator | None:
            name = label_pattern(field.label)
            located = form.get_by_role("group", name=name)
            located = located.or_(form.get_by_role("listbox", name=name))
            return located if located.count() == 1 else None

        located = until(self.page, find)
        if located is None:
            what = f"a group of check boxes or a list box named “{field.label}”"
            raise self.missing(what, "page.field_names")
        return located

    def choose_several(self, field: EntityField, names: Sequence[str], form: Locator) -> None:
        """Chooses the records of these names, and no others."""
        try:
            several.choose_all(self.page, self.group(field, form), names)
        except several.NotOffered as missing:
            raise self.missing(f"the choice “{missing.name}” of “{field.label}”") from missing

    def fill(self, field: EntityField, value: object, form: Locator, option: str = "") -> None:
        """Enters a value; `option` is the text of a reference's choice.

        An array of references takes the names of records.
        """
        if field.type is FieldType.REFS:
            self.choose_several(field, [str(one) for one in _items(value)], form)
            return
        self.fill_control(field, self.control(field, form), value, option)

    def fill_control(
        self, field: EntityField, control: Locator, value: object, option: str = ""
    ) -> None:
        """Enters a value into a control that was found already."""
        match field.type:
            case FieldType.BOOLEAN if choices.kind_of(control) == "check":
                control.set_checked(bool(value))
            case FieldType.BOOLEAN:
                self.choose(field, control, str(value).lower())
            case FieldType.ENUM:
                self.choose(field, control, "" if value is None else str(value))
            case FieldType.REF if value is None:
                self.choose(field, control, "")
            case FieldType.REF:
                self._choose(control, option)
            case FieldType.LIST:
                control.fill("\n".join(str(one) for one in _items(value)))
            case FieldType.DATETIME:
                control.fill("" if value is None else self.local(str(value)))
            case _:
                control.fill(typed(field, value))

    def local(self, instant: str) -> str:
        """An instant as a `datetime-local` control has it, in the browser's time zone, to the minute."""
        script = """text => {
          const date = new Date(text);
          if (Number.isNaN(date.getTime())) return text.slice(0, 16);
          return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
        }"""
        return str(self.page.evaluate(script, instant))

    def choose(self, field: EntityField, control: Locator, value: str) -> None:
        """Chooses the option of a value of an enum or a boolean; empty: the one that stands for none."""
        options = choices.options_of(self.page, control, keep_open=True)
        by_value = choices.options_by_value(field, options)
        chosen = by_value.get(value)
        if value == "":
            chosen = choices.none_of(options, list(by_value.values()))
        if chosen is None:
            raise self.missing(f"the choice “{value or 'none'}” of “{field.label}”")
        choices.choose(self.page, control, chosen)

    def focus(self, target: Locator) -> None:
        """Reaches a control by the Tab key alone. Raises `StepWrong` if that fails."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        name = (target.aria_snapshot() or "- control").splitlines()[0][2:].rstrip(":")
        raise StepWrong(f"the Tab key does not reach the {name}", rule="page.accessible")

    def press(self, target: Locator) -> None:
        """Reaches a button by the Tab key and presses Enter."""
        self.focus(target)
        self.page.keyboard.press("Enter")

    def type(self, field: EntityField, value: object, form: Locator, option: str = "") -> None:
        """Enters a value into the focused control by typing, if a control takes typed text."""
        if field.type in (FieldType.DATE, FieldType.DATETIME):
            self.fill(
                field, value, form
            )  # the parts of a date control depend on the browser's locale
        elif field.type in (FieldType.ENUM, FieldType.REF):
            self.page.keyboard.type(option or str(value))
        else:
            self.page.keyboard.type(typed(field, value))

    def open_dialogs(self) -> Locator:
        """The dialogs that are open."""
        return self.page.locator("[role=alertdialog]:visible, dialog[open], [role=dialog]:visible")

    def decline(self, confirming: str) -> None:
        """Presses the button of the open dialog that does not confirm; Escape if there is none."""
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

    def _choose(self, control: Locator, text: str) -> None:
        """Chooses the option whose text is that of a record, once the page has loaded it."""

        def find() -> Option | None:
            options = choices.options_of(self.page, control, keep_open=True)
            same = [one for one in options if one.text == text]
            return next(iter([*same, *(one for one in options if text in one.text)]), None)

        located = until(self.page, find)
        if located is None:
            raise self.missing(f"the choice “{text}”")
        choices.choose(self.page, control, located)

    def _record(self, text: str) -> Locator | None:
        """The innermost element with the text; prefers one whose text starts with it."""
        matches = self.page.locator("tr, li, article").filter(has_text=text)
        found: Locator | None = None
        for index in reversed(range(matches.count())):
            candidate = matches.nth(index)
            try:
                if candidate.is_visible():
                    found = found or candidate
                    if candidate.inner_text().lstrip().casefold().startswith(text.casefold()):
                        return candidate
            except Error:
                continue  # it was re-rendered between the two calls
        return found

    def missing(self, what: str, rule: str = "") -> NotOnPage:
        """The error for a missing element, with a snapshot of the page."""
        return NotOnPage(what, self.page.locator("body").aria_snapshot()[:4000], rule)


def _items(value: object) -> list[object]:
    """The items of an array; nothing is none, and one value one of them."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def is_labelled(label: str, name: str) -> bool:
    """True if an accessible name is the label, as `Driver.control` takes it."""
    return label_pattern(label).match(name) is not None


def label_pattern(text: str) -> re.Pattern[str]:
    """A pattern for the label, optionally followed by ``*`` or a word in brackets in any language."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\*|\([^()]*\))?\s*$", re.I)
