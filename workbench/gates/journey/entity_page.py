"""One entity's page as a journey sees it: what a person can do there, and what must come of it.

The oracle is the request and the data read back through the API, plus the display field's text on
the page; never toasts, formatted values or layout (CONTRACT: the journey's oracle).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Locator
from pydantic import JsonValue

from workbench.contract.conventions import ACTION_TEXT, collection_path
from workbench.contract.fields import TEXTUAL, EntityField, FieldType
from workbench.contract.plan import BindingRole, Entity, Page, SystemPlan
from workbench.gates.http_steps import StepFailed
from workbench.gates.journey.driver import Driver, NotOnPage, until
from workbench.gates.journey.oracle import Oracle
from workbench.gates.journey.watch import Watch
from workbench.gates.result import Finding

GATE = "ui.journey"
SERIOUS = frozenset({"serious", "critical"})
ADVISORY_RULES = frozenset({"color-contrast"})


class StepWrong(Exception):
    """A step had another effect than it must have."""

    def __init__(self, message: str, expected: str = "", actual: str = "") -> None:
        self.message = message
        self.expected = expected
        self.actual = actual
        super().__init__(message)


class EntityPage:
    """The page of one entity, and everything that was found on it."""

    def __init__(
        self,
        plan: SystemPlan,
        page: Page,
        driver: Driver,
        watch: Watch,
        oracle: Oracle,
        *,
        axe: str,
        shots: Path,
    ) -> None:
        assert page.collection is not None
        self.plan, self.page, self.driver, self.watch, self.oracle = (
            plan, page, driver, watch, oracle,
        )  # fmt: skip
        self.entity: Entity = plan.entity(page.collection)
        self.path = collection_path(plan, self.entity)
        self.axe, self.shots = axe, shots
        self.findings: list[Finding] = []
        self.passed: list[str] = []
        self.screenshots: list[str] = []
        texts = {
            key: text.format(entity=self.entity.labels.singular.lower())
            for key, text in ACTION_TEXT.items()
        }
        self.actions = texts | page.actions

    def _sign_in(self) -> None:
        """As the account that may create such records, where anybody has to sign in."""
        who = self.oracle.who(self.entity)
        if who is not None:
            self.oracle.accounts.ensure(who)
            self.driver.sign_in(self.plan, self.oracle.accounts.values(who))

    def _can(self, role: BindingRole) -> bool:
        return self.plan.binding(self.entity.name, role) is not None

    def _page_url(self) -> str:
        location = self.driver.page.url
        return "/".join(location.split("/")[:3])

    def _form_is_open(self) -> bool:
        return self.driver.page.locator("main form [type=submit]:visible").count() == 1

    def _new_form(self) -> Locator:
        if not self._form_is_open():
            self.driver.button(self.actions["create"]).click()
        return self.driver.form()

    def _fill(self, form: Locator, values: dict[str, JsonValue]) -> None:
        for field in self.entity.client_fields:
            if field.name in values:
                value = values[field.name]
                self.driver.fill(field, value, form, self._option(field, value))

    def _option(self, field: EntityField, value: JsonValue) -> str:
        """What people call the record that a reference's value stands for."""
        if field.type is not FieldType.REF or field.ref is None:
            return ""
        return self.oracle.name_of(self.plan.entity(field.ref), value)

    def _display(self, values: dict[str, JsonValue]) -> str:
        return str(values[self.entity.display_field])

    def _expect_done(self, role: BindingRole, start: int) -> None:
        """The bound operation was called since `start`, and answered with its success."""
        binding = self.plan.binding(self.entity.name, role)
        assert binding is not None
        operation = self.plan.operation(binding.operation)
        path = re.sub(r"\{[^}]+\}", "*", operation.path)
        self._expect_request(operation.method, path, start, operation.success)

    def _expect_request(self, method: str, path: str, start: int, status: int) -> None:
        found = until(self.driver.page, lambda: self.watch.matching(method, path, start))
        if not found:
            seen = ", ".join(f"{e.method} {e.path}" for e in self.watch.exchanges[start:])
            raise StepWrong("no request was sent", f"{method} {path}", seen or "nothing")
        if found[-1].status != status:
            raise StepWrong(
                f"{method} {path} was refused", f"status {status}", f"status {found[-1].status}"
            )

    def _expect_stored(self, values: dict[str, JsonValue]) -> None:
        stored = until(
            self.driver.page, lambda: self.oracle.find(self.entity, self._display(values))
        )
        if stored is None:
            raise StepWrong("the API does not hold what was entered", json.dumps(values), "nothing")
        for field in self.entity.client_fields:
            wanted = values.get(field.name)
            comparable = field.type in TEXTUAL or field.type in (
                FieldType.INTEGER, FieldType.NUMBER, FieldType.BOOLEAN, FieldType.DATE,
                FieldType.ENUM, FieldType.REF,
            )  # fmt: skip
            if field.secret or field.name not in values or not comparable:
                continue
            if stored.get(field.name) != wanted:
                raise StepWrong(
                    f"{field.label} was stored as something else",
                    json.dumps(wanted),
                    json.dumps(stored.get(field.name)),
                )

    def _look(self, state: str) -> None:
        """A screenshot, and what axe says of this state."""
        name = f"{self.entity.plural}-{state}.png"
        self.driver.page.screenshot(path=str(self.shots / name), full_page=True)
        self.screenshots.append(name)
        wide, room = self.driver.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if wide > room + 1:
            self._find("fits", f"the page is wider than its window ({state})", expected=f"{room} px",
                       actual=f"{wide} px")  # fmt: skip
        self.driver.page.evaluate(self.axe)
        report = self.driver.page.evaluate("async () => await axe.run()")
        for violation in report["violations"]:
            if violation["impact"] in SERIOUS and violation["id"] not in ADVISORY_RULES:
                nodes = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
                self._find(
                    "accessible", f"axe {violation['id']}: {violation['help']}", actual=nodes
                )

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        errors = len(self.watch.errors)
        found = len(self.findings)
        try:
            yield
        except StepWrong as wrong:
            self._find(name, wrong.message, expected=wrong.expected, actual=wrong.actual)
        except NotOnPage as missing:
            self._find(name, str(missing), evidence=missing.snapshot)
        except StepFailed as failed:
            self._find(name, str(failed), evidence=failed.evidence)
        except Error as error:
            self._find(name, f"the browser could not do it: {error.message.splitlines()[0]}")
        for text in self.watch.errors[errors:]:
            self._find(name, text[:600])
        if len(self.findings) == found:
            self.passed.append(f"ui:{self.entity.plural}.{name}")

    def _find(
        self, step: str, message: str, *, expected: str = "", actual: str = "", evidence: str = ""
    ) -> None:
        self.findings.append(
            Finding(
                gate=GATE,
                message=f"{self.page.route}, {step}: {message}",
                probe=f"ui:{self.entity.plural}.{step}",
                entity=self.entity.name,
                expected=expected,
                actual=actual,
                evidence=evidence,
            )
        )
