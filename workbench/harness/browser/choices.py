"""Controls with options: a native select, a combobox with a list of options, radio buttons, tabs.

Rule page.field_names. A native control, or ARIA combobox / switch / radiogroup.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error, Locator, Page

from workbench.harness.browser.polling import until
from workbench.plan.fields import EntityField, FieldType
from workbench.reference.pages.texts import spoken

# What holds the options of a combobox; while it is open they may be anywhere in the document.
_OPTIONS = "[role=option]:visible"
_ONE_OF = "input[type=radio], [role=radio], [role=tab], [aria-pressed]"
_KIND = """element => {
  if (element.matches("select")) return "select";
  if (element.matches("input[type=checkbox], [role=checkbox], [role=switch]")) return "check";
  if (element.matches("[role=radiogroup], [role=tablist], [role=group], fieldset")) return "group";
  if (element.matches("[role=combobox], [aria-haspopup=listbox]")) return "combobox";
  return "text";
}"""
_RADIOS = """(element, selector) => [...element.querySelectorAll(selector)].map(one => ({
  value: one.value ?? one.dataset.value ?? null,
  text: (one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.innerText).trim(),
  chosen: one.checked ?? [one.ariaChecked, one.ariaSelected, one.ariaPressed].includes("true"),
}))"""


@dataclass(frozen=True)
class Option:
    """One option: its text, and its value if the markup names one."""

    text: str
    value: str | None


def kind_of(control: Locator) -> str:
    """``select``, ``combobox``, ``group``, ``check`` or ``text``."""
    return str(control.evaluate(_KIND))


def options_of(page: Page, control: Locator, *, keep_open: bool = False) -> list[Option]:
    """Every option of a control, in its order; none for a control without options.

    A list that had to be opened for it stays open with `keep_open`, for `choose`.
    """
    match kind_of(control):
        case "select":
            listed = control.evaluate(
                "element => [...element.options].map(one => ({text: one.label.trim(), value: one.value}))"
            )
        case "group":
            listed = control.evaluate(_RADIOS, _ONE_OF)
        case "combobox":
            options = _opened(page, control)
            listed = [{"text": text.strip(), "value": None} for text in options.all_inner_texts()]
            if not keep_open:
                _close(page, control)
        case _:
            return []
    return [Option(one["text"], one["value"]) for one in listed]


def choose(page: Page, control: Locator, option: Option) -> None:
    """Chooses an option by its text."""
    match kind_of(control):
        case "select":
            if option.value is not None:
                control.select_option(value=option.value)
            else:
                control.select_option(label=option.text)
        case "group":
            number = [one.text for one in options_of(page, control)].index(option.text)
            _press(control.locator(_ONE_OF).nth(number))
        case _:
            options = _opened(page, control)
            number = [text.strip() for text in options.all_inner_texts()].index(option.text)
            options.nth(number).click()


def chosen_text(control: Locator) -> str:
    """The text of the option that is chosen; empty for none."""
    match kind_of(control):
        case "select":
            text = control.evaluate("element => element.selectedOptions[0]?.label ?? ''")
        case "group":
            radios = control.evaluate(_RADIOS, _ONE_OF)
            text = next((one["text"] for one in radios if one["chosen"]), "")
        case _:
            text = control.evaluate("element => element.value ?? element.innerText")
    return str(text).strip()


def options_by_value(item: EntityField, options: list[Option]) -> dict[str, Option]:
    """The option of each value of an enum, or of ``true`` and ``false``, as far as it can be told.

    By the option's value, else by its text, else by its place if there are as many options as
    values (after one that stands for none).
    """
    values = item.values if item.type is FieldType.ENUM else ["true", "false"]
    found: dict[str, Option] = {}
    for value in values:
        same = [one for one in options if one.value == value]
        same += [one for one in options if spoken(one.text) == spoken(value)]
        if same:
            found[value] = same[0]
    if not found and item.type is FieldType.ENUM and 0 <= len(options) - len(values) <= 1:
        found = dict(zip(values, options[-len(values) :], strict=True))
    return found


def none_of(options: list[Option], others: list[Option]) -> Option | None:
    """The option that stands for no value: one with an empty value, else the only one left."""
    empty = [one for one in options if one.value == ""]
    rest = [one for one in options if one not in others]
    return empty[0] if empty else rest[0] if rest else None


def _opened(page: Page, control: Locator) -> Locator:
    options = page.locator(_OPTIONS)
    if options.count() == 0:
        control.click()
        until(page, lambda: options.count() > 0)
    return options


def _close(page: Page, control: Locator) -> None:
    """Closes a list as a mouse does; by Escape, which may close a dialog as well, if that fails."""
    options = page.locator(_OPTIONS)
    with suppress(Error):
        control.click(timeout=1000)
    if not until(page, lambda: options.count() == 0, 0.5):
        page.keyboard.press("Escape")


def _press(option: Locator) -> None:
    """Presses a radio button, also one that only its label shows."""
    try:
        option.click(timeout=1000)
    except Error:
        option.dispatch_event("click")
