"""Controls in which several records are chosen: a group of check boxes, or a list box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Error, Locator, Page

from workbench.errors import MeasurementError
from workbench.harness.browser.polling import until
from workbench.reference.pages.texts import squeezed

_BOXES = "input[type=checkbox], [role=checkbox], [role=switch], [role=option], [aria-pressed]"
_MEMBERS = """(element, selector) => element.matches("select")
  ? [...element.options].map(one => ({ text: one.label, chosen: one.selected }))
  : [...element.querySelectorAll(selector)].map(one => ({
      text: one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText,
      chosen: one.checked ?? [one.ariaChecked, one.ariaSelected, one.ariaPressed].includes("true"),
    }))"""


@dataclass(frozen=True)
class Member:
    """One record that can be chosen, by its text."""

    text: str
    chosen: bool


class NotOffered(MeasurementError):
    """A record cannot be chosen: `name` is what it is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def members_of(control: Locator) -> list[Member]:
    """Every record that can be chosen, in the order shown."""
    return [
        Member(squeezed(one["text"]), bool(one["chosen"]))
        for one in control.evaluate(_MEMBERS, _BOXES)
    ]


def chosen(control: Locator) -> list[str]:
    """The texts of those that are chosen."""
    return [member.text for member in members_of(control) if member.chosen]


def choose_all(page: Page, control: Locator, names: Sequence[str]) -> None:
    """Chooses these records, and no others, once the page has loaded them. Raises `NotOffered`."""
    for name in names:
        if not until(page, lambda name=name: place_of(control, name) is not None):  # type: ignore[misc]
            raise NotOffered(name)
    wanted = {place_of(control, name) for name in names}
    if control.evaluate("element => element.matches('select')"):
        control.select_option(index=[place for place in wanted if place is not None])
        return
    for place, member in enumerate(members_of(control)):
        if member.chosen is not (place in wanted):
            _press(control.locator(_BOXES).nth(place))


def place_of(control: Locator, name: str) -> int | None:
    """The place of the record of that name; of several, the first."""
    texts = [member.text for member in members_of(control)]
    wanted = squeezed(name)
    if wanted in texts:
        return texts.index(wanted)
    return next((place for place, text in enumerate(texts) if wanted in text), None)


def first_box(control: Locator) -> Locator:
    """What takes the focus: the first check box, or the list box itself."""
    if control.evaluate("element => element.matches('select, [role=listbox]')"):
        return control
    return control.locator(_BOXES).first


def _press(box: Locator) -> None:
    """Presses a check box, also one that only its label shows."""
    try:
        box.click(timeout=1000)
    except Error:
        box.dispatch_event("click")
