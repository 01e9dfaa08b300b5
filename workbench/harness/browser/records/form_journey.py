"""Forms of a page: what they open with, what each save changes, and what a refusal leaves of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playwright.sync_api import Locator
from pydantic import JsonValue

from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.entity_page import FAILURE
from workbench.harness.browser.polling import until
from workbench.harness.browser.records.form_page import SETTLED_MS, FormPage, is_same
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole
from workbench.reference.own_refusals import may_be_refused
from workbench.reference.pages.data import is_bound, other_values
from workbench.reference.pages.prediction import ApiRecord, Controls
from workbench.reference.pages.rows import display

# Number of records, enough to have one that is filled and not the first of a search.
FEW = 8
# Maximum number of fields that a save changes wrongly before the others are not tried.
MOST_FAILED = 3
CONFLICT: Mapping[str, JsonValue] = {
    "title": "Conflict",
    "status": 409,
    "detail": "There is another one like it.",
}


class FormJourney(FormPage):
    """The forms of one entity on its page."""

    def run(self) -> None:
        """Every step; each starts from the address of the page."""
        with self._step("form_records", "page.list"):
            self._sign_in()
            self.api_records.prepare_parents(self.entity)
            self.targets = self._targets()
            if len(self.api_records.list(self.entity)) < FEW:
                self._add_records(FEW)
            self._refresh()
        if len(self.reference.records) < 2:
            return
        if self._change is not None and self._is_free(self._change):
            self._changes(self._change)
            with self._step("escapes", "page.forms"):
                self._escapes()
            with self._step("keeps_edits", "page.shows_failures"):
                self._keeps_edits(self._change)
            if self._is_free(BindingRole.CREATE):
                with self._step("edits_the_right_one", "page.list"):
                    self._edits_the_right_one(self._change)
        if self._can(BindingRole.DELETE) and self._is_free(BindingRole.DELETE):
            with self._step("deletes_the_right_one", "page.list"):
                self._deletes_the_right_one()
        if not self._is_free(BindingRole.CREATE):
            return
        kept: tuple[Locator, dict[str, JsonValue]] | None = None
        with self._step("refusals", "page.shows_failures"):
            filled = self._filled_form()
            self._keeps_what_was_typed(*filled)
            kept = filled
        with self._step("saves_once", "page.forms"):
            self._saves_once(*(kept or self._filled_form()))

    def _is_free(self, role: BindingRole) -> bool:
        """True if no text-only rule may reject what its form sends."""
        return not may_be_refused(self.plan, self.entity, role)

    # -- changes ----------------------------------------------------------------------------------

    def _changes(self, role: BindingRole) -> None:
        """Each field of a record alone, then every optional one emptied, and all of them filled again."""
        failed = 0
        controls = Controls()
        record: ApiRecord | None = None
        for name, values in self._saves():
            if failed == MOST_FAILED:
                return
            found = len(self.findings)
            with self._step(f"changes.{name}", "page.forms"):
                if record is None:
                    controls = self._narrow()
                    record = self._second(controls)
                record = self._saved(role, record, values, controls)
            if len(self.findings) > found:
                failed, record = failed + 1, None
            self._left = controls if record is not None else None

    def _saves(self) -> Iterator[tuple[str, dict[str, JsonValue]]]:
        """The values of each save, with a name for it; values are those of the record that is changed."""
        record = self._second(self._narrowing())
        writable = [item for item in self.entity.client_fields if self._is_changed(item)]
        first = {item.name: value_at(record, item.place) for item in writable}
        for item in writable:
            values = other_values(item, first[item.name], self.targets.get(item.name, ()))
            if item.type is FieldType.ENUM:
                values.append(first[item.name])  # so that each option is chosen
            for number, value in enumerate(values):
                yield f"{item.name}.{number}" if number else item.name, {item.name: value}
        optional = [item for item in writable if item.nullable and not item.required]
        emptied = [item for item in optional if item.type is not FieldType.BOOLEAN]
        if emptied:
            yield "emptied", {item.name: None for item in emptied}
            refilled = {item.name: self._filling(item, first[item.name]) for item in emptied}
            yield (
                "filled_again",
                {key: value for key, value in refilled.items() if value is not None},
            )

    def _is_changed(self, item: EntityField) -> bool:
        is_written = item.write is WriteAccess.CLIENT
        return is_written and not item.secret and not is_bound(self.plan, self.entity, item)

    def _filling(self, item: EntityField, first: JsonValue) -> JsonValue:
        others = other_values(item, first, self.targets.get(item.name, ()))
        return first if first is not None or not others else others[0]

    def _saved(
        self,
        role: BindingRole,
        record: ApiRecord,
        values: Mapping[str, JsonValue],
        controls: Controls,
    ) -> ApiRecord | None:
        """The record after a save through its edit form; every other field and record is as before.

        None if the list, as it is narrowed, no longer has it.
        """
        before = {self._key(one): one for one in self.reference.records}
        form = self._edit_form(record)
        self._expect_prefilled(form, record)
        start = len(self.traffic.exchanges)
        self._fill(form, dict(values))
        self.driver.submit(form)
        self._expect_done(role, start)
        self._refresh()
        after = {self._key(one): one for one in self.reference.records}
        self._expect_only_changed(record, values, before, after)
        changed = after[self._key(record)]
        self._expect_list(controls, "saved")
        return changed if self._is_listed(changed, controls) else None

    def _expect_only_changed(
        self,
        record: ApiRecord,
        values: Mapping[str, JsonValue],
        before: Mapping[JsonValue, ApiRecord],
        after: Mapping[JsonValue, ApiRecord],
    ) -> None:
        """The record has these values, and is otherwise as before, as every other one is."""
        for key, was in before.items():
            changes = values if key == self._key(record) else {}
            self._expect_changed(was, after.get(key, {}), changes)

    def _expect_changed(
        self, was: ApiRecord, now: ApiRecord, changes: Mapping[str, JsonValue]
    ) -> None:
        for item in self.entity.client_fields:
            if item.secret:
                continue
            wanted = changes.get(item.name, value_at(was, item.place))
            stored = value_at(now, item.place)
            if not is_same(item, stored, wanted):
                if item.name in changes:
                    what = f"{item.label} was stored as something else"
                elif changes:
                    what = f"changing {' and '.join(self._labels(changes))} changes {item.label}"
                else:
                    what = f"the save changed another record, “{display(self.entity, was)}”"
                raise StepWrong(what, str(wanted), str(stored))

    def _labels(self, names: Mapping[str, JsonValue]) -> list[str]:
        return [self.entity.field(name).label for name in names]

    # -- leaving a form ---------------------------------------------------------------------------

    def _escapes(self) -> None:
        """Escape closes a form in a dialog; nothing is saved, and the form forgets what was typed."""
        controls = self._narrow()
        record = self._second(controls)
        form = self._edit_form(record)
        renamed = self._renamed(record)
        if not renamed:
            return
        start = len(self.traffic.exchanges)
        self._fill(form, renamed)
        is_dialog = self.driver.open_dialogs().count() > 0
        self.driver.page.keyboard.press("Escape")
        if is_dialog and not until(
            self.driver.page, lambda: self.driver.open_dialogs().count() == 0
        ):
            raise StepWrong("Escape does not close the form")
        sent = [one for one in self.traffic.exchanges[start:] if one.method != "GET"]
        if sent:
            raise StepWrong(
                "Escape sends the form", "no request", f"{sent[0].method} {sent[0].path}"
            )
        if is_dialog:
            self._expect_prefilled(self._edit_form(record), record)
            self.driver.page.keyboard.press("Escape")
            self._left = controls

    def _keeps_edits(self, role: BindingRole) -> None:
        """A change that the server refuses is shown as an error, and the form keeps what was typed."""
        controls = self._narrow()
        record = self._second(controls)
        renamed = self._renamed(record)
        if not renamed:
            return
        form = self._edit_form(record)
        self._fill(form, renamed)
        with self._failing(role):
            self.driver.submit(form)
            self._expect_alert("a change that the server cannot store")
            self._expect_kept(renamed, "after an error of the server")
        if self.driver.open_dialogs().count() > 0:
            self.driver.page.keyboard.press("Escape")
            self._left = controls

    def _edits_the_right_one(self, role: BindingRole) -> None:
        """A save changes the record whose form was opened, although the list has grown meanwhile."""
        self._refresh()
        self._left = None
        self._open_page()  # no search: the new record moves all others
        record = self._second(Controls())
        renamed = self._renamed(record)
        if not renamed:
            return
        form = self._edit_form(record)
        self._number += 1
        if not self.api_records.create(self.entity, self._listed(self._number)):
            if self._is_ruled:
                return
            raise StepWrong("no more records can be created for this step: the API rejects one")
        before = {self._key(one): one for one in self.api_records.list(self.entity)}
        self._come_back()
        start = len(self.traffic.exchanges)
        self._fill(form, renamed)
        self.driver.submit(form)
        self._expect_done(role, start)
        after = {self._key(one): one for one in self.api_records.list(self.entity)}
        self._expect_only_changed(record, renamed, before, after)

    def _renamed(self, record: ApiRecord) -> dict[str, JsonValue]:
        """Another value of the field that names the record; empty if there is none, or it stays."""
        field = self.entity.field(self.entity.display_field)
        others = other_values(field, value_at(record, field.place))
        return {field.name: others[0]} if others and self._is_changed(field) else {}

    def _keeps_what_was_typed(self, form: Locator, values: dict[str, JsonValue]) -> None:
        """A new record that is refused is told, and the form keeps what was typed."""
        field = self.entity.field(self.entity.display_field)
        if self.plan.document is None:
            refused: Mapping[str, JsonValue] = {
                "title": "Not acceptable",
                "status": 422,
                "errors": [{"field": field.name, "message": "is not possible here"}],
            }
            with self._failing(BindingRole.CREATE, refused):
                self.driver.submit(form)
                control = self.driver.control(field, form)
                if not until(
                    self.driver.page, lambda: control.get_attribute("aria-invalid") == "true"
                ):
                    raise StepWrong(
                        f"an error of the API about {field.label} does not mark its control"
                    )
                self._expect_kept(values, "after a field was refused")
        for problem in (FAILURE, CONFLICT):
            with self._failing(BindingRole.CREATE, problem):
                self.driver.submit(form)
                self._expect_alert("a new record that the server cannot store")
                self._expect_kept(values, f"after an error {problem['status']}")

    def _saves_once(self, form: Locator, values: dict[str, JsonValue]) -> None:
        """A double click on Save makes one record, which the list shows at once."""
        before = len(self.reference.records)
        start = len(self.traffic.exchanges)
        save = form.locator("[type=submit]")
        with self._held_back():
            save.click()
            if save.count():  # it may have moved: an error above it is gone
                save.evaluate("element => element.click()")
        if self._is_ruled and self._all_refused(BindingRole.CREATE, start):
            return
        self._expect_done(BindingRole.CREATE, start)
        self._expect_stored(values)
        self.driver.page.wait_for_timeout(SETTLED_MS)
        self._made_one(before)
        try:
            self._expect_list(Controls(), "saved")
        except StepWrong:
            self._made_one(before)  # a second request may have taken longer than the pause
            raise

    @property
    def _is_ruled(self) -> bool:
        """True if a rule over several records may refuse a further one."""
        return any(is_bound(self.plan, self.entity, item) for item in self.entity.client_fields)

    def _all_refused(self, role: BindingRole, start: int) -> bool:
        """True if each request since `start` was refused as one that conflicts with other records."""
        method, path = self._called_by(role)
        seen = until(self.driver.page, lambda: self.traffic.matching(method, path, start))
        return bool(seen) and all(exchange.status == 409 for exchange in seen or ())

    def _made_one(self, before: int) -> None:
        """There is one record more than before."""
        self._refresh()
        made = len(self.reference.records) - before
        if made != 1:
            raise StepWrong("a double click on Save makes more than one record", "1", str(made))

    def _deletes_the_right_one(self) -> None:
        """A record in the middle of a narrowed list is deleted, and no other."""
        controls = self._narrow()
        record = self._second(controls)
        start = len(self.traffic.exchanges)
        row = self.driver.record(display(self.entity, record))
        self.driver.page.once("dialog", lambda dialog: dialog.accept())
        self.driver.button(self.actions["delete"], within=row).click()
        self.driver.confirm(self.actions["confirm"])
        self._expect_done(BindingRole.DELETE, start)
        before = {self._key(one): one for one in self.reference.records}
        self._refresh()
        gone = before.keys() - {self._key(one) for one in self.reference.records}
        if gone != {self._key(record)}:
            names = ", ".join(display(self.entity, before[key]) for key in gone)
            raise StepWrong("another record was deleted", display(self.entity, record), names)
        self._expect_list(controls, "deleted")
