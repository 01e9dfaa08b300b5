"""Controls of a row beside edit and delete, such as those of transitions: the list shows what they led to."""

from __future__ import annotations

from playwright.sync_api import Dialog, Locator

from workbench.harness.browser.polling import until
from workbench.harness.browser.records.list_page import ListPage
from workbench.plan.actors import role_of, user_of
from workbench.plan.invariants import Transition
from workbench.plan.pages import Page
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.pages.prediction import Controls
from workbench.reference.pages.rows import display

# Maximum number of controls that one account presses: each loads the list anew.
MOST_PRESSED = 6
# Maximum number of rows in which controls are looked for.
MOST_ROWS = 5
SENT_SECONDS = 2.0


class ActionJourney(ListPage):
    """What one account can do with the records of a page without opening a form."""

    def run(self, who: str | None) -> None:
        """One step, named after the account."""
        with self._step(f"actions.{who}" if who else "actions", "page.list"):
            self._sign_in()
            self._load()
            self._learn_words()
            self._measure_page()
            if self.size:
                self._press_each()

    def _load(self) -> None:
        self._refresh()
        self._open_page()

    def _press_each(self) -> None:
        pressed: set[str] = set()
        while len(pressed) < MOST_PRESSED:
            found = self._unpressed(pressed)
            if found is None:
                return
            name, button = found
            pressed.add(name)
            start = len(self.traffic.exchanges)
            self.driver.page.once("dialog", _accept)
            button.click()
            if self._is_sent(start):
                self._refresh()
                self._expect_list(Controls(), f"after “{name}”")
            else:
                self._load()  # it opened something else

    def _is_sent(self, start: int) -> bool:
        def sent() -> bool:
            return any(one.method != "GET" for one in self.traffic.exchanges[start:])

        return until(self.driver.page, sent, SENT_SECONDS) is not None

    def _unpressed(self, pressed: set[str]) -> tuple[str, Locator] | None:
        """The next control of a row that was not pressed yet, with its name without the record's."""
        usual = tuple(self.actions[name].casefold() for name in ("edit", "delete"))
        for place in (self.reference.places(Controls()) or [])[: min(self.size, MOST_ROWS)]:
            shown = display(self.entity, place[0])
            for button in self.driver.record(shown).get_by_role("button").all():
                if not button.is_visible() or not button.is_enabled():
                    continue
                said = button.get_attribute("aria-label") or button.inner_text()
                name = " ".join(said.replace(shown, "").split())
                if name not in pressed and not name.casefold().startswith(usual):
                    return name, button
        return None


def _accept(dialog: Dialog) -> None:
    dialog.accept()


def acting_accounts(plan: SystemPlan, page: Page) -> list[str | None]:
    """Who may move records of the page's entity from one state to another, and may use the page."""
    entity = plan.entity(page.collection or "")
    callers = dict.fromkeys(
        user_of(plan, entity, plan.operation(rule.operation)) for rule in _transitions(plan, entity)
    )
    return [who for who in callers if not page.roles or role_of(plan, who or "") in page.roles]


def _transitions(plan: SystemPlan, entity: Entity) -> list[Transition]:
    return [
        rule
        for rule in plan.invariants
        if isinstance(rule, Transition) and rule.entity == entity.name
    ]
