"""What the checks of forms share: the record that is changed, its form, and what must still be typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from playwright.sync_api import Locator
from pydantic import JsonValue

from workbench.harness.browser.held_requests import held_requests
from workbench.harness.browser.polling import until
from workbench.harness.browser.records.list_page import BRINGS_SECONDS, FIRST_NUMBER, ListPage
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole
from workbench.reference.execution.records import id_place
from workbench.reference.pages.prediction import ApiRecord, Controls
from workbench.reference.pages.rows import display

FORM_NUMBER = FIRST_NUMBER + 500
# With more records than these, some may be on a later page.
MOST_FOUND = 15
# Time in which a second request of a double click would have been sent and answered.
SETTLED_MS = 250
# How long a window was not looked at: no page takes what it has read for fresh after that.
AWAY = timedelta(hours=1)
_LOOKED_AT = """() => {
  window.dispatchEvent(new Event("focus"));
  document.dispatchEvent(new Event("visibilitychange"));
  window.dispatchEvent(new Event("visibilitychange"));
}"""


class FormPage(ListPage):
    """The page of an entity, with its forms."""

    _number = FORM_NUMBER
    """The number of the last record that was entered; values may have to be unique."""
    _left: Controls | None = None
    """The search that a successful step left on the page."""

    def _narrow(self) -> Controls:
        """Opens the page and sets a search, so that rows have other positions than in the whole list.

        A page on which the last step left a search is used as it is.
        """
        self._refresh()
        left, self._left = self._left, None
        if left is not None and self.driver.open_dialogs().count() == 0:
            self._expect_list(left, "form closed")
            return left
        self._open_page()
        self.size = 0
        self._measure_page()
        controls = self._narrowing()
        if controls.search:
            self._search_box().fill(controls.search)
            self._expect_list(controls, f"search for “{controls.search}”")
        return controls

    def _narrowing(self) -> Controls:
        """A search that finds several records and moves a filled one to another position in the list."""
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        if binding is None or binding.search is None:
            return Controls()
        best, most = Controls(), -1
        for text in self._words_in_texts():
            controls = Controls(search=text)
            places = self.reference.places(controls) or []
            if not 1 < len(places) <= MOST_FOUND or not self._moved(controls):
                continue
            filled = self._filled(self._second(controls))
            if filled > most:
                best, most = controls, filled
            if most == len(self.entity.client_fields):
                break
        return best

    def _moved(self, controls: Controls) -> list[ApiRecord]:
        """The records whose position in the filtered list differs from the unfiltered one."""
        everything = self.reference.places(Controls()) or []
        places = self.reference.places(controls) or []
        return [place[0] for n, place in enumerate(places) if n and place != everything[n]]

    def _filled(self, record: ApiRecord) -> int:
        values = [value_at(record, item.place) for item in self.entity.client_fields]
        return sum(value not in (None, []) for value in values)

    def _second(self, controls: Controls) -> ApiRecord:
        """The record to change: not the first of the list, and the one with the fewest empty fields."""
        size = self.size or MOST_FOUND
        shown = [place[0] for place in (self.reference.places(controls) or [])[1:size]]
        candidates = self._moved(controls) or shown or list(self.reference.records)
        return max(candidates[:size], key=self._filled)

    def _is_listed(self, record: ApiRecord, controls: Controls) -> bool:
        places = self.reference.places(controls)
        return places is None or any(record in place for place in places)

    def _edit_form(self, record: ApiRecord) -> Locator:
        row = self.driver.record(display(self.entity, record))
        self.driver.button(self.actions["edit"], within=row).click()
        return self.driver.form()

    def _filled_form(self) -> tuple[Locator, dict[str, JsonValue]]:
        """The form of a new record, filled, on a page that is opened anew."""
        self._refresh()
        self._open_page()
        if not self.size:
            self._measure_page()
        self._number += 1
        values = self._listed(self._number)
        form = self._new_form()
        self._fill(form, values)
        return form, values

    def _expect_kept(self, values: Mapping[str, JsonValue], when: str) -> None:
        form = self.driver.form()
        typed = [(self.entity.field(name), value) for name, value in values.items()]
        wanted = [(item, value) for item, value in typed if item.write is not WriteAccess.PATH]
        self._expect_held(form, wanted, f"{when} the form has lost what was typed")

    def _key(self, record: ApiRecord) -> JsonValue:
        key: JsonValue = value_at(record, id_place(self.plan, self.entity))
        return key

    @contextmanager
    def _held_back(self) -> Iterator[None]:
        """What the page sends reaches the API afterwards only, however fast that would answer."""
        page = self.driver.page
        with held_requests(page, "**/*", lambda request: request.method != "GET") as held:
            yield
            until(page, lambda: held)
            page.wait_for_timeout(SETTLED_MS)

    def _come_back(self) -> None:
        """The window is looked at again after an hour: many pages then read their lists anew."""
        page, start = self.driver.page, len(self.traffic.exchanges)
        page.clock.set_system_time(datetime.now(UTC) + AWAY)
        page.evaluate(_LOOKED_AT)
        if until(page, lambda: len(self.traffic.exchanges) > start, BRINGS_SECONDS):
            page.wait_for_timeout(SETTLED_MS)
        page.clock.set_system_time(datetime.now(UTC))


def is_same(item: EntityField, stored: JsonValue, wanted: JsonValue) -> bool:
    """True if two values of a field are the same: instants and numbers by what they mean."""
    if stored is None or wanted is None:
        return stored is wanted
    match item.type:
        case FieldType.DATETIME:
            return datetime.fromisoformat(str(stored)) == datetime.fromisoformat(str(wanted))
        case FieldType.NUMBER | FieldType.DECIMAL:
            return Decimal(str(stored)) == Decimal(str(wanted))
        case FieldType.TIME:
            return str(stored)[:5] == str(wanted)[:5]
        case FieldType.REFS if isinstance(stored, list) and isinstance(wanted, list):
            return sorted(stored, key=str) == sorted(wanted, key=str)
    return stored == wanted
