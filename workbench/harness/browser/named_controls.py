"""Controls that a scenario names by their label, on pages of every kind: in a form or outside."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator

from workbench.harness.browser import choices
from workbench.harness.browser.driver import Driver, label_pattern
from workbench.harness.browser.polling import until
from workbench.plan.system import SystemPlan

_ROLES: tuple[
    Literal[
        "textbox",
        "searchbox",
        "spinbutton",
        "combobox",
        "listbox",
        "checkbox",
        "switch",
        "radiogroup",
    ],
    ...,
] = (
    "textbox",
    "searchbox",
    "spinbutton",
    "combobox",
    "listbox",
    "checkbox",
    "switch",
    "radiogroup",
)
_ENTERED = "input, select, textarea, [contenteditable]"
_TRUE = ("true", "yes", "on", "1")


def fill_named(plan: SystemPlan, driver: Driver, label: str, value: object) -> None:
    """Enters a value into the control with this label; None clears it. Raises `NotOnPage`.

    What stands in an open dialog or a form comes before what stands beside it.
    """
    found = until(driver.page, lambda: _control(driver, label))
    if found is None:
        raise driver.missing(f"a control named “{label}”", "page.field_names")
    text = "" if value is None else str(value)
    fields = [f for e in plan.entities for f in e.client_fields if f.label == label]
    if fields:
        # A scenario has an amount as people type it.
        entered = text if fields[0].is_money else value
        driver.fill_control(fields[0], found, entered, text)
    elif choices.kind_of(found) == "check":
        found.set_checked(text.lower() in _TRUE)
    elif choices.kind_of(found) == "text":
        found.fill(text)
    else:
        _choose(driver, label, found, text)


def _control(driver: Driver, label: str) -> Locator | None:
    beside = (driver.page.locator(scope) for scope in ("form:visible", "body"))
    for within in (driver.open_dialogs(), *beside):
        named = [within.get_by_role(role, name=label_pattern(label)) for role in _ROLES]
        labelled = driver.labelled(label, within).and_(driver.page.locator(_ENTERED))
        for control in (one for some in (*named, labelled) for one in some.all()):
            if control.is_visible():
                return control
    return None


def _choose(driver: Driver, label: str, control: Locator, text: str) -> None:
    """Chooses the option with this value or text, or the one whose text begins with it."""

    def find() -> choices.Option | None:
        options = choices.options_of(driver.page, control, keep_open=True)
        wanted = text.casefold()
        for fits in (
            lambda one: one.value == text,
            lambda one: one.text.casefold() == wanted,
            lambda one: bool(wanted) and one.text.casefold().startswith(wanted),
        ):
            chosen = next(filter(fits, options), None)
            if chosen is not None:
                return chosen
        return None

    option = until(driver.page, find)
    if option is None:
        raise driver.missing(f"the choice “{text}” of “{label}”")
    choices.choose(driver.page, control, option)
