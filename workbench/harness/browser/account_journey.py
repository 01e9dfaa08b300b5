"""Registers, signs out, fails to sign in and signs in again through the pages."""

from __future__ import annotations

from pathlib import Path

from workbench.harness.browser.driver import Driver, until
from workbench.harness.browser.journey import Journey, StepWrong
from workbench.harness.browser.traffic import Traffic
from workbench.plan.system import SystemPlan
from workbench.reference.test_accounts import account_values

# No other account of a journey uses this number.
NUMBER = 50


class AccountJourney(Journey):
    """The journey of a person who has no account yet."""

    def __init__(
        self, plan: SystemPlan, driver: Driver, traffic: Traffic, *, axe: str, shots: Path
    ) -> None:
        assert plan.accounts is not None
        self.accounts = plan.accounts
        super().__init__(
            plan, driver, traffic, axe=axe, shots=shots,
            name="accounts", where="accounts", entity=plan.accounts.entity,
        )  # fmt: skip
        self.entity = plan.entity(plan.accounts.entity)
        self.values = account_values(plan, NUMBER)

    def run(self) -> None:
        """Every step; if registering fails, the steps that need the account are skipped."""
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
        self._check_state("register")
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
        self._expect_signed_out()
        self.driver.page.reload(wait_until="networkidle")
        self._expect_signed_out()

    def _wrong_password(self) -> None:
        self._open(self.accounts.sign_in_route, self.accounts.sign_in)
        self._check_state("sign-in")
        with self._narrowed():
            self._check_state("sign-in-narrow")
        wrong = self.values | {self.accounts.password: "not the password 1"}
        self.driver.enter_credentials(self.plan, wrong)
        alert = self.driver.page.get_by_role("alert")
        if not until(self.driver.page, lambda: any(a.is_visible() for a in alert.all())):
            raise StepWrong("a wrong password shows no error (role=alert)")
        self._expect_signed_out()

    def _signs_in(self) -> None:
        self.driver.sign_in(self.plan, self.values)
        self._expect(self.accounts.login_operation)

    def _asks_to_sign_in(self) -> None:
        """Without a valid token, the page leads back to the sign-in form."""
        self.driver.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.driver.open("/")
        self._expect_signed_out()

    # -- pieces -------------------------------------------------------------------------------

    def _open(self, route: str, heading: str) -> None:
        self.driver.open(route)
        heading_text = self.driver.heading()
        if heading_text != heading:
            raise StepWrong(f"the h1 of {route} has another text", heading, heading_text)

    def _expect_signed_out(self) -> None:
        if not until(self.driver.page, lambda: not self._is_signed_in()):
            raise StepWrong(f"a user is signed in: there is a button “{self.accounts.sign_out}”")

    def _is_signed_in(self) -> bool:
        name = self.accounts.sign_out
        return self.driver.page.get_by_role("button", name=name).count() > 0

    def _expect(self, operation_id: str) -> None:
        operation = self.plan.operation(operation_id)

        def succeeded() -> bool:
            seen = self.traffic.matching(operation.method, operation.path)
            return any(exchange.status == operation.success for exchange in seen)

        if not until(self.driver.page, succeeded):
            wanted = f"{operation.method} {operation.path} with status {operation.success}"
            raise StepWrong("no such request was sent", wanted, "none")
