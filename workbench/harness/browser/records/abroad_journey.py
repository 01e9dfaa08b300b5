"""Dates and instants in other time zones: stored, shown and saved again as they were entered."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.records.list_page import ListPage
from workbench.harness.browser.records.rows import read_rows
from workbench.plan.fields import FieldType
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole, Entity
from workbench.reference.pages.rows import RowDifference, rows_of_records, wrong_value

DATED = (FieldType.DATE, FieldType.DATETIME)


def has_dates(entity: Entity) -> bool:
    """True if a client writes a date or an instant of the entity."""
    return any(field.type in DATED for field in entity.client_fields)


class AbroadJourney(ListPage):
    """The dates of one entity on its page, in a browser in another time zone."""

    def run(self, zone: str) -> None:
        """One step, named after the zone."""
        with self._step(f"abroad.{zone}", "page.dates"):
            self._sign_in()
            self.api_records.prepare_parents(self.entity)
            self.driver.open(self.page.route)
            # Each zone uses a variant that no other step uses: values may have to be unique.
            values = self.api_records.values(self.entity, 6 if zone < "Pacific/M" else 7)
            form = self._new_form()
            self._fill(form, values)
            self.driver.submit(form)
            self._expect_stored(values)
            self._shown_as_entered(values)
            if self._change is not None:
                self._saved_unchanged(self._change, values)

    def _shown_as_entered(self, values: dict[str, JsonValue]) -> None:
        """The row of the record shows its days, not those beside them."""
        self._refresh()
        self._bring_up(self._display(values))
        stored = self.api_records.find(self.entity, self._display(values))

        def wrong() -> RowDifference | None:
            known = self.reference.records
            rows = rows_of_records(self.entity, read_rows(self.driver.page), known)
            mine = [row for row in rows if self._display(values) in row.text][:1]
            places = [[stored]] if mine and stored is not None else []
            return wrong_value(self.entity, places, mine, self.words)

        self._expect_none(wrong)

    def _saved_unchanged(self, change: BindingRole, values: dict[str, JsonValue]) -> None:
        before = self.api_records.find(self.entity, self._display(values))
        assert before is not None
        start = len(self.traffic.exchanges)
        row = self.driver.record(self._display(values))
        self.driver.button(self.actions["edit"], within=row).click()
        form = self.driver.form()
        self._expect_prefilled(form, before)
        self.driver.submit(form)
        self._expect_done(change, start)
        after = self.api_records.find(self.entity, self._display(values)) or {}
        for field in self.entity.client_fields:
            was, now = value_at(before, field.place), value_at(after, field.place)
            if not field.secret and was != now:
                what = f"saving a form unchanged changes {field.label}"
                raise StepWrong(what, str(was), str(now))
