"""What every check of a list shares: the reference's records, and the comparison with the rows shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from playwright.sync_api import Locator
from pydantic import JsonValue

from workbench.harness.browser import choices
from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.entity_page import EntityPage
from workbench.harness.browser.polling import until
from workbench.harness.browser.records.form_values import wrong_controls
from workbench.harness.browser.records.rows import read_rows
from workbench.harness.browser.records.totals import wrong_total
from workbench.plan.conventions.lists import search_fields
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole
from workbench.reference.execution.records import id_place
from workbench.reference.own_refusals import may_be_refused
from workbench.reference.pages.data import is_free, listed_record
from workbench.reference.pages.prediction import ApiRecord, Caller, Controls, PageReference
from workbench.reference.pages.rows import (
    RowDifference,
    display,
    rows_of_records,
    wrong_rows,
    wrong_value,
)
from workbench.reference.pages.texts import Words
from workbench.reference.pages.totals import Counted

DIRECTIONS = {"ascending": "", "descending": "-"}
ONWARDS = ("next", "more", "load more", "show more", "older")
# Where a filter's control may be: anywhere but in a record, in a form that saves, and in a dialog.
_ELSEWHERE = "tr, li, article, dialog, [role=dialog], form:not([role=search]):has([type=submit])"
_FILTER_ROLES = ("combobox", "radiogroup", "group", "tablist", "checkbox", "switch")
_IS_INSIDE = "(element, selector) => element.closest(selector) !== null"
_MADE_AND_LISTED = (BindingRole.CREATE, BindingRole.LIST)
_TARGETS = 2
FIRST_NUMBER = 3000
MOST_REFUSED = 20
# How long a record may take to come up in a list that has it on this page.
BRINGS_SECONDS = 1.0
BEYOND = 4
"""Records beyond the first page: the last page is neither full nor empty."""
VALUES = "page.values"


class ListPage(EntityPage):
    """The page of an entity, compared with what the reference predicts for its list."""

    size = 0
    """How many records the first page shows; 0 while it is not known."""
    words = Words()
    """What the page calls the values of its fields, as far as it is known."""
    targets: Mapping[str, list[JsonValue]] = {}
    """For each reference the ids of the records that others refer to."""

    # -- the records behind the page ------------------------------------------------------------

    def _refresh(self) -> None:
        """Reads the records from the API; the reference predicts from these."""
        stored = self.api_records.stored(self.entity)
        self.reference = PageReference(self.plan, self.entity, stored, self._caller())
        self.words = self._words_of(stored)

    def _caller(self) -> Caller | None:
        who = self.api_records.who(self.entity)
        if who is None or self.plan.accounts is None:
            return None
        return Caller(*self.api_records.account(who))

    def _words_of(self, stored: Mapping[str, Sequence[ApiRecord]]) -> Words:
        names: dict[str, dict[JsonValue, str]] = {}
        for item in self.entity.fields:
            if item.target in stored and item.target is not None:
                target = self.plan.entity(item.target)
                place = id_place(self.plan, target)
                names[item.name] = {
                    value_at(one, place): display(target, one) for one in stored[item.target]
                }
        zone = str(self.driver.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"))
        return Words(self.words.options, names, ("UTC", zone, self.plan.timezone))

    def _targets(self) -> dict[str, list[JsonValue]]:
        """For each reference the ids of records to refer to: two where another can be made."""
        targets: dict[str, list[JsonValue]] = {}
        for item in self.entity.client_fields:
            target = self.plan.entity(item.target) if item.target else None
            if target is None or not is_free(self.plan, self.entity, item):
                continue
            if any(self.plan.binding(target.name, role) is None for role in _MADE_AND_LISTED):
                continue
            if len(self.api_records.list(target)) < _TARGETS:
                self.api_records.create(target, self.api_records.numbered(target, FIRST_NUMBER))
            place = id_place(self.plan, target)
            listed = self.api_records.list(target)[:_TARGETS]
            targets[item.name] = [value_at(one, place) for one in listed]
        return targets

    def _listed(self, number: int) -> dict[str, JsonValue]:
        values = listed_record(self.plan, self.entity, number, self.targets)
        return self.api_records.filled(values)

    def _add_records(self, wanted: int) -> None:
        """As many records as it takes to have that many, or as the plan allows."""
        missing = max(wanted - len(self.api_records.list(self.entity)), BEYOND)
        refused = 0
        for number in count(FIRST_NUMBER):
            if self.api_records.create(self.entity, self._listed(number)):
                missing -= 1
            else:
                refused += 1
            if not missing or refused > self._most_refused:
                return

    @property
    def _most_refused(self) -> int:
        """How many records a text-only rule may reject before no more are tried."""
        in_words = may_be_refused(self.plan, self.entity, BindingRole.CREATE)
        return MOST_REFUSED if in_words else 0

    # -- comparing --------------------------------------------------------------------------------

    def _expect_list(
        self, controls: Controls, after: str, *, first: int = 0, everything: bool = False
    ) -> None:
        """Polls until the page shows the predicted rows; `first` is the place of the first row.

        Raises `StepWrong`. `everything`: the rows before `first` are still shown as well.
        """
        places = self.reference.places(controls)
        if places is None:
            return
        size = self.size or len(places)
        shown = places[0 if everything else first : first + size]
        found: list[RowDifference | None] = []

        def agrees() -> bool:
            found.append(self._difference(shown))
            return found[-1] is None

        if not until(self.driver.page, agrees):
            wrong = found[-1]
            assert wrong is not None
            rule = VALUES if wrong.field else ""
            raise StepWrong(f"{after}: {wrong.message}", wrong.expected, wrong.actual, rule)
        self._expect_total(len(places), first, len(shown), after)

    def _expect_none(self, wrong: Callable[[], RowDifference | None], after: str = "") -> None:
        """Polls until nothing is wrong any more. Raises `StepWrong`."""
        if until(self.driver.page, lambda: wrong() is None):
            return
        found = wrong()
        if found is not None:
            raise StepWrong(
                f"{after}: {found.message}" if after else found.message,
                found.expected,
                found.actual,
            )

    def _expect_prefilled(self, form: Locator, record: ApiRecord) -> None:
        """Each control of an edit form holds what the record has. Raises `StepWrong`, `NotOnPage`."""
        wanted = [
            (item, value_at(record, item.place))
            for item in self.entity.client_fields
            if item.write is WriteAccess.CLIENT
        ]
        self._expect_held(form, wanted, "the edit form does not show the record")

    def _expect_held(
        self, form: Locator, wanted: Sequence[tuple[EntityField, JsonValue]], after: str
    ) -> None:
        """Each control of the form holds the value of its field. Raises `StepWrong`, `NotOnPage`."""
        self._expect_none(lambda: wrong_controls(self.driver, form, wanted, self.words), after)

    def _expect_total(self, total: int, first: int, shown: int, after: str) -> None:
        """What the page says of the number of records, or of pages, is right."""
        plural = self.entity.labels.plural
        everything = len(self.reference.records)

        counted = Counted(first, shown, self.size or total, total, everything)

        def wrong() -> RowDifference | None:
            return wrong_total(self.driver.page, plural, counted)

        self._expect_none(wrong, after)

    def _difference(self, places: Sequence[Sequence[ApiRecord]]) -> RowDifference | None:
        rows = rows_of_records(self.entity, read_rows(self.driver.page), self.reference.records)
        if not places:
            rows = [row for row in rows if self._is_known(row.text)]
        wrong = wrong_rows(self.entity, places, rows)
        return wrong or wrong_value(self.entity, places, rows, self.words)

    def _is_known(self, text: str) -> bool:
        return any(display(self.entity, one) in text for one in self.reference.records)

    def _measure_page(self) -> None:
        """Sets `size`: as many rows as are shown, if they are the first of the list."""
        places = self.reference.places(Controls())
        if places is None:
            return

        def found() -> int:
            rows = rows_of_records(self.entity, read_rows(self.driver.page), self.reference.records)
            is_first = rows and wrong_rows(self.entity, places[: len(rows)], rows) is None
            return len(rows) if is_first else 0

        self.size = until(self.driver.page, found) or 0
        self._expect_list(Controls(), "opened")

    # -- controls ---------------------------------------------------------------------------------

    def _onwards(self) -> Locator | None:
        """The button or link to the next records, if it can be used."""
        words = "|".join(re.escape(text) for text in (self.actions["next"], *ONWARDS))
        pattern = re.compile(rf"^\s*({words})\b", re.I)
        for role in ("button", "link"):
            matches = self.driver.page.get_by_role(role, name=pattern)
            for index in reversed(range(matches.count())):
                one = matches.nth(index)
                if one.is_visible() and one.is_enabled():
                    return one
        return None

    def _bring_up(self, text: str) -> None:
        """Makes the list show the record of this text, which may be on a later page."""
        if until(self.driver.page, lambda: self.driver.shows_record(text), BRINGS_SECONDS):
            return
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        if binding is not None and binding.search is not None:
            self._search_box().fill(text)
            return
        for _ in self.reference.records:
            onwards = self._onwards()
            if onwards is None:
                return
            onwards.click()
            if until(self.driver.page, lambda: self.driver.shows_record(text), BRINGS_SECONDS):
                return

    def _search_box(self) -> Locator:
        name = re.compile(rf"^\s*{re.escape(self.actions['search'])}", re.I)
        for role in ("searchbox", "textbox"):
            box = self.driver.page.get_by_role(role, name=name)
            if box.count():
                return box.first
        raise self.driver.missing(f"a search box “{self.actions['search']}”")

    def _filter(self, item: EntityField) -> Locator | None:
        """The control whose name has the field's label, outside of records and forms that save."""
        label = rf"(?<!\w){re.escape(item.label)}(?!\w)"
        longer = [
            other.label
            for other in self.entity.fields
            if re.search(label, other.label, re.I) and len(other.label) > len(item.label)
        ]
        others = "|".join(re.escape(other) for other in longer)
        name = re.compile((rf"^(?!.*({others}))" if longer else "") + rf".*{label}", re.I)
        for role in _FILTER_ROLES:
            for one in self.driver.page.get_by_role(role, name=name).all():  # type: ignore[arg-type]
                if one.is_visible() and not one.evaluate(_IS_INSIDE, _ELSEWHERE):
                    return one
        return None

    def _learn_words(self) -> None:
        """What the page calls the values of its enums and booleans, by its filters, else by its form."""
        options: dict[str, dict[str, str]] = {}
        for item in self.entity.fields:
            if item.type not in (FieldType.ENUM, FieldType.BOOLEAN):
                continue
            control = self._filter(item)
            if control is None or choices.kind_of(control) == "check":
                continue
            listed = choices.options_of(self.driver.page, control)
            by_value = choices.options_by_value(item, listed)
            options[item.name] = {value: option.text for value, option in by_value.items()}
        self.words = Words(options, self.words.names, self.words.zones)

    def _words_in_texts(self) -> Iterator[str]:
        seen: set[str] = set()
        for record in self.reference.records:
            for item in search_fields(self.entity):
                for word in re.findall(r"\w{3,}", str(value_at(record, item.place) or "")):
                    if word.isascii() and word not in seen:
                        seen.add(word)
                        yield word

    def _sort_header(self, item: EntityField) -> Locator | None:
        """The head of a column that holds a button, if there is one."""
        name = re.compile(rf"^\s*{re.escape(item.label)}(?!\w)", re.I)
        headers = self.driver.page.get_by_role("columnheader", name=name)
        if headers.count() == 0 or headers.first.locator("button, a").count() == 0:
            return None
        return headers.first

    def _sort_by(self, item: EntityField, header: Locator) -> None:
        before = header.get_attribute("aria-sort")
        header.locator("button, a").first.click()
        until(self.driver.page, lambda: header.get_attribute("aria-sort") != before, 1.0)
        order = header.get_attribute("aria-sort") or "none"
        if order not in DIRECTIONS:
            raise StepWrong(
                f"the column {item.label} does not say how it is ordered (aria-sort)",
                "ascending or descending",
                order,
            )
        self._expect_list(Controls(sort=DIRECTIONS[order] + item.name), f"{order} by {item.label}")
