"""Registers, signs out, fails to sign in and signs in again through the page, as a person does."""

from __future__ import annotations

from pathlib import Path

from workbench.harness.browser.driver import Driver, until
from workbench.harness.browser.journey import Journey, StepWrong
from workbench.harness.browser.watch import Watch
from workbench.plan.system import SystemPlan
from workbench.reference.test_accounts import account_values

# No other account of a journey has this number.
NUMBER = 50


class AccountJourney(Journey):
    """The journey of somebody who is not known yet."""

    def __init__(
        self, plan: SystemPlan, driver: Driver, watch: Watch, *, axe: str, shots: Path
    ) -> None:
        assert plan.accounts is not None
        self.accounts = plan.accounts
        super().__init__(
            plan, driver, watch, axe=axe, shots=shots,
            name="accounts", where="accounts", entity=plan.accounts.entity,
        )  # fmt: skip
        self.entity = plan.entity(plan.accounts.entity)
        self.values = account_values(plan, NUMBER)

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
        with self._narrowed():
            self._look("sign-in-narrow")
        wrong = self.values | {self.accounts.password: "not the password 1"}
        self.driver.enter_credentials(self.plan, wrong)
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise StepWrong("a wrong password is not told to the person (role=alert)")
        self._expect_nobody()

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
            raise StepWrong(f"the h1 of {route} has another text", heading, found)

    def _expect_nobody(self) -> None:
        if not until(self.driver.page, lambda: not self._is_signed_in()):
            raise StepWrong(f"somebody is signed in: there is a button “{self.accounts.sign_out}”")

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
            raise StepWrong("no such request was sent", wanted, "none")
