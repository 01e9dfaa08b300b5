"""References with more records to choose from than the API returns at once: none of them is left out."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator

from workbench.harness.browser import choices, several
from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.polling import until
from workbench.harness.browser.records.list_page import FIRST_NUMBER, ListPage
from workbench.plan.actors import is_owned_by_account
from workbench.plan.conventions.lists import MAX_LIMIT
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole, Entity
from workbench.reference.execution.records import id_place
from workbench.reference.pages.prediction import ApiRecord
from workbench.reference.pages.rows import display

# More than the API returns at once, and than a page gets that asks five times.
MANY = 5 * MAX_LIMIT + 1
# The numbers of the records that are added: no other journey on the same server uses them.
FIRST_OF_MANY = FIRST_NUMBER + 2000
_READ_AND_MADE = (BindingRole.LIST, BindingRole.CREATE)
_CAN_BE_TYPED_INTO = "element => element.matches('input, [contenteditable]')"


class OptionsJourney(ListPage):
    """The references of one entity's page, each with more records than one page of the API."""

    def run(self) -> None:
        """One step for each reference that can have so many records."""
        chosen = [(item, self._target(item)) for item in self.entity.client_fields]
        many = [(item, target) for item, target in chosen if target is not None]
        if not many or self.plan.binding(self.entity.name, BindingRole.CREATE) is None:
            return
        self._sign_in()
        self.api_records.prepare_parents(self.entity)
        for item, target in many:
            with self._step(f"offers_all.{item.name}", "page.choices"):
                self._offers_all(item, target)

    def _target(self, item: EntityField) -> Entity | None:
        """What the field refers to, if the account that uses this page may see and make many of them."""
        if item.target is None or item.target == self.entity.name or not item.is_written_by_client:
            return None
        target = self.plan.entity(item.target)
        is_own = is_owned_by_account(self.plan, target)
        if is_own and self.api_records.who(target) != self.api_records.who(self.entity):
            return None
        listed, made = (self.plan.binding(target.name, role) for role in _READ_AND_MADE)
        if listed is None or made is None or listed.path_from or made.path_from:
            return None
        return target if listed.limit and listed.offset else None

    def _offers_all(self, item: EntityField, target: Entity) -> None:
        """The first and the last of many records can be chosen, filter the list, and are shown in it."""
        if not self._has_many(target):
            return
        records = self.api_records.list(target)
        ends = _ends(target, records)
        names = sorted({display(target, record) for record in ends})
        self._open_page()
        control = self._filter(item)
        if control is not None:
            self._expect_offered(item, control, names, len(records))
        self._expect_offered(item, self._control_of_form(item), names, len(records))
        self._expect_shown(item, target, ends)

    def _expect_shown(self, item: EntityField, target: Entity, ends: Sequence[ApiRecord]) -> None:
        """A record that refers to each of them is listed with its name."""
        place = id_place(self.plan, target)
        for number, record in enumerate(ends):
            identifier = value_at(record, place)
            chosen = [identifier] if item.type is FieldType.REFS else identifier
            values = self.api_records.numbered(self.entity, FIRST_OF_MANY + number)
            if not self.api_records.create(self.entity, values | {item.name: chosen}):
                return  # a rule over several records refuses it
        self._refresh()
        self.driver.open(self.page.route)
        self.size = 0
        self._measure_page()

    def _has_many(self, target: Entity) -> bool:
        """Adds records until there are more than a few requests return; False if the API refuses one."""
        missing = MANY - len(self.api_records.list(target))
        values = (
            self.api_records.numbered(target, FIRST_OF_MANY + number) for number in range(missing)
        )
        return all(self.api_records.create(target, one) for one in values)

    def _control_of_form(self, item: EntityField) -> Locator:
        form = self._new_form()
        is_many = item.type is FieldType.REFS
        return self.driver.group(item, form) if is_many else self.driver.control(item, form)

    def _expect_offered(
        self, item: EntityField, control: Locator, names: Sequence[str], count: int
    ) -> None:
        for name in names:
            if not until(self.driver.page, lambda name=name: self._offers(control, name)):  # type: ignore[misc]
                self._search_for(item, control, name, count)

    def _search_for(self, item: EntityField, control: Locator, name: str, count: int) -> None:
        """A combobox may offer what is typed only. Raises `StepWrong` if it is not offered then."""
        if control.evaluate(_CAN_BE_TYPED_INTO):
            control.fill(name)
            if until(self.driver.page, lambda: self._offers(control, name)):
                return
        offered = len(self._texts(control))
        raise StepWrong(
            f"of {count} records to choose from, {item.label} does not offer “{name}”",
            f"“{name}” among the choices",
            f"{offered} choices without it",
        )

    def _offers(self, control: Locator, name: str) -> bool:
        return any(name in text for text in self._texts(control))

    def _texts(self, control: Locator) -> list[str]:
        if choices.kind_of(control) == "group" or control.evaluate("element => element.multiple"):
            return [member.text for member in several.members_of(control)]
        return [option.text for option in choices.options_of(self.driver.page, control)]


def _ends(target: Entity, records: Sequence[ApiRecord]) -> list[ApiRecord]:
    """The first and the last record, in the order of the list and in that of their names."""
    by_name = sorted(records, key=lambda record: display(target, record).casefold())
    ends: list[ApiRecord] = []
    for record in (records[0], records[-1], by_name[0], by_name[-1]):
        if record not in ends:
            ends.append(record)
    return ends
