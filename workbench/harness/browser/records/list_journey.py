"""Search, filters, pages, order and totals of a list: after each action its rows are the predicted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Locator
from pydantic import JsonValue

from workbench.harness.browser import choices
from workbench.harness.browser.choices import Option
from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.polling import until
from workbench.harness.browser.records.list_page import (
    BEYOND,
    DIRECTIONS,
    FIRST_NUMBER,
    ListPage,
)
from workbench.harness.browser.records.rows import read_rows
from workbench.plan.fields import BooleanField, EntityField, EnumField, FieldType
from workbench.plan.system import Binding, BindingRole
from workbench.reference.pages.data import is_free
from workbench.reference.pages.prediction import Controls
from workbench.reference.pages.rows import display, rows_of_records, wrong_rows

MOST_ON_A_PAGE = 60
USUAL_SIZE = 20
# Time in which “More” adds records to those that are shown; a page that replaces them never does.
GROWS_SECONDS = 0.3
# Where a search or a filter is set: it must lead back to the first page.
LATER = "a later page"
# Records that share a filter's value are numbered from here on.
FIRST_ALIKE = FIRST_NUMBER + 4000


class ListJourney(ListPage):
    """The list of one entity on its page."""

    _is_growing = False
    """True once “More” has left the earlier records on the page."""
    _told = 0
    """How many findings there were when the page was last opened."""

    def run(self) -> None:
        """Every step; without the first none of the others says anything."""
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        if binding is None or binding.path_from:
            return
        with self._step("lists", "page.list"):
            self._lists(binding)
        if not self.size:
            return
        if self.size < len(self.reference.records):
            with self._step("pages", "page.list"):
                self._pages()
        if binding.search:
            with self._fresh_step("searches", "page.list"):
                self._searches()
        for parameter, name in binding.filters.items():
            with self._fresh_step(f"filters.{parameter}", "page.filters"):
                self._filters(self.entity.field(name))
        if binding.sort:
            with self._fresh_step("sorts", "page.sorting"):
                self._sorts()
        item = self._common_filter(binding)
        if item is not None:
            with self._fresh_step("filtered_pages", "page.list"):
                self._filtered_pages(item)

    @contextmanager
    def _fresh_step(self, name: str, rule: str) -> Iterator[None]:
        """A step on a page with nothing set: opened anew where the step before went wrong."""
        if len(self.findings) > self._told:
            self._told = len(self.findings)
            self._open_page()
        with self._step(name, rule):
            yield

    # -- steps --------------------------------------------------------------------------------------

    def _lists(self, binding: Binding) -> None:
        """The first page shows the first records of the list, and of each what its fields hold."""
        self._sign_in()
        self.api_records.prepare_parents(self.entity)
        self.targets = self._targets()
        start = len(self.traffic.exchanges)
        self.driver.open(self.page.route)
        asked = until(self.driver.page, lambda: self.traffic.matching("GET", self.path, start))
        limit = int(asked[-1].query.get(binding.limit or "", "0")) if asked else 0
        size = limit if 0 < limit <= MOST_ON_A_PAGE else USUAL_SIZE
        self._add_records(size + BEYOND)
        self._refresh()
        self._open_page()
        self._learn_words()
        self._measure_page()

    def _pages(self) -> None:
        """Each page shows the next records, up to the last one, where nothing leads on."""
        total, first = len(self.reference.records), self.size
        everything = False
        while first < total:
            onwards = self._onwards()
            if onwards is None:
                raise StepWrong(
                    f"no button leads on: of {total} records the oldest cannot be reached",
                    f"a button “{self.actions['next']}” or “More”",
                )
            onwards.click()
            everything = self._is_growing = everything or self._appends(first)
            self._expect_list(Controls(), "next page", first=first, everything=everything)
            first += self.size
        if self._onwards() is not None:
            raise StepWrong(
                f"“{self.actions['next']}” is still enabled: it leads on behind the last page"
            )

    def _appends(self, first: int) -> bool:
        """True where “More” leaves the earlier records on the page."""
        places = self.reference.places(Controls()) or []
        longer = places[: first + self.size]

        def is_longer() -> bool:
            rows = rows_of_records(self.entity, read_rows(self.driver.page), self.reference.records)
            return len(rows) > self.size and wrong_rows(self.entity, longer, rows) is None

        return until(self.driver.page, is_longer, GROWS_SECONDS) is not None

    def _searches(self) -> None:
        """A search on a later page shows the first of its results; without it all are back."""
        box = self._search_box()
        for number, text in enumerate([*self._searched(), *self._two_words()]):
            if number == 0:
                self._turn_page()
            box.fill("")
            box.press_sequentially(text)  # as people type it: each letter changes the list
            if box.input_value() != text:
                message = f"search for “{text}”: the box does not hold what was typed"
                raise StepWrong(message, text, box.input_value())
            begun = f" on {LATER}" if number == 0 else ""
            self._expect_list(Controls(search=text), f"search for “{text}”{begun}")
        box.fill("")
        self._expect_list(Controls(), "search cleared")

    def _filters(self, item: EntityField) -> None:
        """Each value of the filter, the first of them on a later page; then with a search."""
        control = self._filter(item)
        if control is None:
            label = self.page.filter_label(item.label)
            raise self.driver.missing(f"a control “{label}” that filters the list")
        self._turn_page()
        last: tuple[JsonValue, Option | bool] | None = None
        begun = f" on {LATER}"
        for value, option in self._filter_values(item, control):
            self._set(control, option)
            shown = option.text if isinstance(option, Option) else str(option)
            chosen = Controls(filters={item.name: value})
            self._expect_list(chosen, f"{item.label}: {shown}{begun}")
            last, begun = (value, option), ""
        if self._has_search and last is not None:
            self._filter_with_search(item, control, *last)
        self._unset(item, control)
        self._expect_list(Controls(), f"without a filter for {item.label}")

    def _common_filter(self, binding: Binding) -> EntityField | None:
        """The first filter whose value many records can share; None if there is none."""
        for item in map(self.entity.field, binding.filters.values()):
            is_choice = isinstance(item, EnumField | BooleanField) and item.is_written_by_client
            if is_choice and is_free(self.plan, self.entity, item):
                return item
        return None

    def _filtered_pages(self, item: EntityField) -> None:
        """A filter with more matches than a page shows begins with the first, and stays set further on."""
        control = self._filter(item)
        if control is None:
            return
        value, option = next(self._filter_values(item, control))
        chosen = Controls(filters={item.name: value})
        missing = self.size + 1 - (self.reference.total(chosen) or 0)
        alike = (
            self._listed(FIRST_ALIKE + number) | {item.name: value} for number in range(missing)
        )
        if not all(self.api_records.create(self.entity, one) for one in alike):
            return  # a rule of the plan rejects one
        self._refresh()
        self._open_page()
        self._turn_page()
        self._set(self._filter(item) or control, option)
        shown = f"{item.label}: {option.text if isinstance(option, Option) else option}"
        self._expect_list(chosen, f"{shown} on {LATER}")
        onwards = self._onwards()
        if onwards is None:
            raise StepWrong(f"no button leads on to the other records with {shown}")
        onwards.click()
        self._expect_list(
            chosen, f"{shown}, next page", first=self.size, everything=self._is_growing
        )

    def _filter_with_search(
        self, item: EntityField, control: Locator, value: JsonValue, option: Option | bool
    ) -> None:
        """Neither the search nor the filter forgets the other."""
        filters = {item.name: value}
        for text in self._searched(filters):
            both = Controls(search=text, filters=filters)
            self._search_box().fill(text)
            self._expect_list(both, f"search for “{text}” with {item.label} = {value}")
            self._unset(item, control)
            self._expect_list(Controls(text), f"without {item.label}, “{text}” still searched")
            self._set(control, option)
            self._expect_list(both, f"{item.label}: {value}, “{text}” still searched")
            self._search_box().fill("")
            self._expect_list(Controls(filters=filters), f"search cleared, {item.label} still set")
            return

    def _sorts(self) -> None:
        """Where the heads of columns are buttons, each orders the whole list, as it says."""
        for item in self.entity.fields:
            header = self._sort_header(item)
            if header is None:
                continue
            self._turn_page()
            for _ in DIRECTIONS:
                self._sort_by(item, header)

    # -- what is set --------------------------------------------------------------------------------

    @property
    def _has_search(self) -> bool:
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        return binding is not None and binding.search is not None

    def _turn_page(self) -> None:
        """Goes to the second page, if there is one: a search or a filter must lead back."""
        onwards = self._onwards()
        if onwards is not None and self.size < len(self.reference.records):
            onwards.click()
            is_first = Controls()
            places = (self.reference.places(is_first) or [])[: self.size]
            until(self.driver.page, lambda: self._difference(places) is not None)

    def _two_words(self) -> list[str]:
        """A text with a blank that finds some records; none if no record has two words."""
        for record in self.reference.records:
            text = re.search(r"\b[a-z]{3,} [a-z]{3,}\b", display(self.entity, record))
            if text is not None and self.reference.total(Controls(text[0])):
                return [text[0]]
        return []

    def _searched(self, filters: dict[str, JsonValue] | None = None) -> list[str]:
        """Texts to search for: several records but not all, in capitals; one record."""
        found: list[str] = []
        whole = self.reference.total(Controls(filters=filters or {})) or 0
        for text in self._words_in_texts():
            total = self.reference.total(Controls(text, filters or {}))
            if total is None or not 0 < total < whole:
                continue
            if filters and total == self.reference.total(Controls(text)):
                continue  # the filter would make no difference
            if not found and (total > 1 or filters):
                found.append(text.upper())
            elif found and total == 1:
                return [*found, text]
        return found

    def _filter_values(
        self, item: EntityField, control: Locator
    ) -> Iterator[tuple[JsonValue, Option | bool]]:
        """Each value of a filter and how it is chosen. Raises `StepWrong` if one is not offered."""
        if choices.kind_of(control) == "check":
            yield self._meaning_of_check(item, control), True
            return
        options = choices.options_of(self.driver.page, control)
        if item.type in (FieldType.REF, FieldType.REFS):
            yield from self._records_offered(item, control)
            return
        by_value = choices.options_by_value(item, options)
        if item.type is FieldType.BOOLEAN and len(by_value) < 2:
            yield from self._either(item, options)
            return
        for value in item.values if item.type is FieldType.ENUM else ["true", "false"]:
            if value not in by_value:
                offered = ", ".join(option.text for option in options)
                raise StepWrong(f"the filter {item.label} does not offer “{value}”", value, offered)
            yield (value if item.type is FieldType.ENUM else value == "true"), by_value[value]

    def _records_offered(
        self, item: EntityField, control: Locator
    ) -> Iterator[tuple[JsonValue, Option]]:
        names = self.words.names.get(item.name, {})
        for identifier in self.targets.get(item.name, ()):
            name = names.get(identifier, "")

            def offered(name: str = name) -> Option | None:
                listed = choices.options_of(self.driver.page, control)
                return next((one for one in listed if one.text == name), None)

            option = until(self.driver.page, offered)
            if option is None:
                raise StepWrong(f"the filter {item.label} does not offer “{name}”", name)
            yield identifier, option

    def _either(
        self, item: EntityField, options: Sequence[Option]
    ) -> Iterator[tuple[JsonValue, Option]]:
        """The two options of a boolean whose words are unknown: the page's request says which is which."""
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        assert binding is not None
        control = self._filter(item)
        assert control is not None
        empty = choices.none_of(list(options), [])
        for option in options:
            if option == empty or (empty is None and option == options[0]):
                continue
            start = len(self.traffic.exchanges)
            self._set(control, option)
            yield self._asked_for(item, start), option

    def _meaning_of_check(self, item: EntityField, control: Locator) -> JsonValue:
        """The value that a check box stands for: true, or false where its request says so."""
        start = len(self.traffic.exchanges)
        control.set_checked(True)
        return self._asked_for(item, start)

    def _asked_for(self, item: EntityField, start: int) -> bool:
        binding = self.plan.binding(self.entity.name, BindingRole.LIST)
        assert binding is not None
        parameter = next(key for key, name in binding.filters.items() if name == item.name)
        asked = until(self.driver.page, lambda: self.traffic.matching("GET", self.path, start), 1.0)
        return not asked or asked[-1].query.get(parameter) != "false"

    def _set(self, control: Locator, option: Option | bool) -> None:
        if isinstance(option, bool):
            control.set_checked(option)
        else:
            choices.choose(self.driver.page, control, option)

    def _unset(self, item: EntityField, control: Locator) -> None:
        if choices.kind_of(control) == "check":
            control.set_checked(False)
            return
        options = choices.options_of(self.driver.page, control)
        others = list(choices.options_by_value(item, options).values())
        none = choices.none_of(options, others)
        if none is None:
            raise StepWrong(f"the filter {item.label} cannot be cleared")
        choices.choose(self.driver.page, control, none)
