"""Registers, signs out, fails to sign in and signs in again through the page, as a person does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error

from workbench.contract.identities import account_values
from workbench.contract.plan import SystemPlan
from workbench.gates.journey.driver import Driver, NotOnPage, until
from workbench.gates.journey.watch import Watch
from workbench.gates.result import Finding

GATE = "ui.journey"
# No other account of a journey has this number.
NUMBER = 50


class AccountJourney:
    """The journey of somebody who is not known yet."""

    def __init__(self, plan: SystemPlan, driver: Driver, watch: Watch, shots: Path) -> None:
        assert plan.accounts is not None
        self.plan, self.accounts, self.driver, self.watch = plan, plan.accounts, driver, watch
        self.entity = plan.entity(self.accounts.entity)
        self.values = account_values(plan, NUMBER)
        self.shots = shots
        self.findings: list[Finding] = []
        self.passed: list[str] = []
        self.screenshots: list[str] = []

    def run(self) -> None:
        """Every step; without an account the later ones are left out."""
        with self._step("registers"):
            self._registers()
            with self._step("signs_out"):
                self._signs_out()
            with self._step("wrong_password"):
                self._wrong_password()
            with self._step("signs_in"):
                self._signs_in()
            with self._step("asks_to_sign_in"):
                self._asks_to_sign_in()

    def _registers(self) -> None:
        self._open(self.accounts.register_route, self.accounts.register_text)
        self._look("register")
        form = self.driver.form()
        for field in self.entity.client_fields:
            self.driver.fill(field, self.values[field.name], form)
        self.driver.submit(form)
        self._expect(self.accounts.register_operation)
        self.driver.button(self.accounts.sign_out)
        self.driver.page.reload(wait_until="domcontentloaded")
        self.driver.button(self.accounts.sign_out)

    def _signs_out(self) -> None:
        self.driver.button(self.accounts.sign_out).click()
        self._expect_nobody()
        self.driver.page.reload(wait_until="networkidle")
        self._expect_nobody()

    def _wrong_password(self) -> None:
        self._open(self.accounts.sign_in_route, self.accounts.sign_in)
        self._look("sign-in")
        wrong = self.values | {self.accounts.password: "not the password 1"}
        self.driver.enter_credentials(self.plan, wrong)
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise NotOnPage("a refusal of the wrong password (role=alert)", "")
        if self._is_signed_in():
            raise NotOnPage("a page without anybody signed in", "")

    def _signs_in(self) -> None:
        self.driver.sign_in(self.plan, self.values)
        self._expect(self.accounts.login_operation)

    def _asks_to_sign_in(self) -> None:
        """A token that is no longer taken leads back to where people sign in."""
        self.driver.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.driver.open("/")
        self._expect_nobody()

    # -- pieces -------------------------------------------------------------------------------

    def _open(self, route: str, heading: str) -> None:
        self.driver.open(route)
        found = self.driver.heading()
        if found != heading:
            raise NotOnPage(f"the h1 “{heading}” on {route} (it is “{found}”)", "")

    def _expect_nobody(self) -> None:
        if not until(self.driver.page, lambda: not self._is_signed_in()):
            raise NotOnPage("a page without anybody signed in", "")

    def _is_signed_in(self) -> bool:
        name = self.accounts.sign_out
        return self.driver.page.get_by_role("button", name=name).count() > 0

    def _expect(self, operation_id: str) -> None:
        operation = self.plan.operation(operation_id)

        def answered() -> bool:
            seen = self.watch.matching(operation.method, operation.path)
            return any(exchange.status == operation.success for exchange in seen)

        if not until(self.driver.page, answered):
            wanted = f"{operation.method} {operation.path} answered with {operation.success}"
            raise NotOnPage(f"a request {wanted}", "")

    def _look(self, state: str) -> None:
        name = f"accounts-{state}.png"
        self.driver.page.screenshot(path=str(self.shots / name), full_page=True)
        self.screenshots.append(name)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        errors = len(self.watch.errors)
        found = len(self.findings)
        try:
            yield
        except NotOnPage as missing:
            self._find(name, str(missing), missing.snapshot)
        except Error as error:
            self._find(name, f"the browser could not do it: {error.message.splitlines()[0]}", "")
        for text in self.watch.errors[errors:]:
            self._find(name, text[:600], "")
        if len(self.findings) == found:
            self.passed.append(f"ui:accounts.{name}")

    def _find(self, step: str, message: str, evidence: str) -> None:
        self.findings.append(
            Finding(
                gate=GATE, message=f"accounts, {step}: {message}", probe=f"ui:accounts.{step}",
                entity=self.entity.name, evidence=evidence,
            )
        )  # fmt: skip
