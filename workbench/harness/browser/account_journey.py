"""Registers, signs out, fails to sign in and signs in again through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Request

from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.driver import Driver, StepWrong
from workbench.harness.browser.held_requests import held_requests
from workbench.harness.browser.job import has_journeys
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.polling import until
from workbench.harness.browser.traffic import CALLS, Traffic
from workbench.plan.actors import (
    caller,
    is_owned_by_account,
    newcomer,
    newcomer_role,
    whole_of,
)
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.accounts_for_tests import account_values

# No other account of a journey uses this number.
NUMBER = 50
# The name of an account that signs in after another one.
ANOTHER = "somebody_else"
# Time in which a page shows what it has without asking the API.
SHOWN_SECONDS = 1.0


class AccountJourney(Journey):
    """The journey of a person who has no account yet."""

    def __init__(
        self,
        plan: SystemPlan,
        driver: Driver,
        traffic: Traffic,
        records: ApiRecords,
        *,
        axe: str,
        shots: Path,
    ) -> None:
        assert plan.accounts is not None
        self.accounts = plan.accounts
        super().__init__(
            plan,
            driver,
            traffic,
            axe=axe,
            shots=shots,
            name="accounts",
            where="accounts",
            entity=plan.accounts.entity,
        )
        self.entity = plan.entity(plan.accounts.entity)
        self.values = account_values(plan, NUMBER)
        self.records = records

    def run(self) -> None:
        """Every step; if registering fails, the steps that need the account are skipped."""
        with self._step("registers", "page.accounts"):
            self._registers()
            with self._step("signs_out", "page.accounts"):
                self._signs_out()
            with self._step("wrong_password", "page.accounts"):
                self._wrong_password()
            with self._step("signs_in", "page.accounts"):
                self._signs_in()
            with self._step("asks_to_sign_in", "page.accounts"):
                self._asks_to_sign_in()
            self.leaves_nothing()

    def _registers(self) -> None:
        self._open(self.accounts.register_route, self.accounts.register_text)
        self._check_state("register")
        form = self.driver.form()
        for field in self.entity.client_fields:
            self.driver.fill(field, self.values[field.name], form)
        self.driver.submit(form)
        self._expect(self.accounts.register_operation)
        if not self.accounts.registering_signs_in and not until(
            self.driver.page, self._is_signed_in, SHOWN_SECONDS
        ):
            self._sign_in_again(self.values)
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

    def leaves_nothing(self) -> None:
        """The step of an account that signs in after another."""
        with self._step("leaves_nothing", "page.sign_out"):
            self._leaves_nothing()

    def _leaves_nothing(self) -> None:
        """Signed out and in as somebody else, without a reload, nothing of the first account is shown."""
        page = self._own_page()
        if page is None or page.collection is None:
            return
        entity, accounts = self.plan.entity(page.collection), self.records.accounts
        self.records.prepare_parents(entity)
        values = self.records.values(entity, 0)
        if not self.records.create(entity, values):
            return
        text = str(values[entity.display_field])
        accounts.ensure(ANOTHER)
        self.driver.sign_in(self.plan, accounts.values(newcomer(self.plan)))
        self._go(page)
        self.driver.record(text)
        self.driver.button(self.accounts.sign_out).click()
        self._expect_signed_out()
        if self.driver.shows_record(text):
            raise StepWrong("signed out, the page still shows a record of the account", "", text)
        with self._list_held_back(entity):
            self._sign_in_again(accounts.values(ANOTHER))
            self._go(page)
            if until(self.driver.page, lambda: self.driver.shows_record(text), SHOWN_SECONDS):
                raise StepWrong(
                    "signed in with another account, the page shows a record of the previous account",
                    "",
                    text,
                )
        if not until(self.driver.page, lambda: not self.driver.shows_record(text)):
            raise StepWrong("another account sees a record that is not its own", "", text)

    def _own_page(self) -> Page | None:
        """The first page whose records belong to the account that makes them, and to no other.

        They are known by what was typed.
        """
        for page in self.plan.pages:
            entity = self.plan.entity(page.collection) if page.collection else None
            if entity is None or not has_journeys(self.plan, page):
                continue
            if page.roles and newcomer_role(self.plan) not in page.roles:
                continue
            if whole_of(self.plan, entity).public:
                continue
            create = self.plan.binding(entity.name, BindingRole.CREATE)
            if create is None or not is_owned_by_account(self.plan, entity):
                continue
            if caller(self.plan, self.plan.operation(create.operation)) == newcomer(self.plan):
                return page
        return None

    def _go(self, page: Page) -> None:
        """Follows the page's link (keeps client-side state); opens the URL if there is no link."""
        link = self.driver.links_to(page.title)
        if until(self.driver.page, lambda: link.count() > 0, SHOWN_SECONDS):
            link.first.click()
        else:
            self.driver.open(page.route)

    def _sign_in_again(self, values: Mapping[str, object]) -> None:
        """Signs in if the page offers it, without loading the page anew if there is a way."""
        password = self.driver.page.locator("input[type=password]:visible")
        if not until(self.driver.page, lambda: password.count() > 0, SHOWN_SECONDS):
            link = self.driver.page.get_by_role("link", name=self.accounts.sign_in)
            if link.count() > 0:
                link.first.click()
            else:
                self.driver.open(self.accounts.sign_in_route)
        self.driver.enter_credentials(self.plan, values)
        self.driver.button(self.accounts.sign_out)

    @contextmanager
    def _list_held_back(self, entity: Entity) -> Iterator[None]:
        """Holds back list responses, so that anything shown comes from the page's cache."""
        binding = self.plan.binding(entity.name, BindingRole.LIST)
        assert binding is not None
        path = re.escape(self.plan.operation(binding.operation).path)
        pattern = re.compile(rf"^https?://[^/]+{path}(\?|$)")

        def is_list(request: Request) -> bool:
            return request.resource_type in CALLS and request.method == "GET"

        with held_requests(self.driver.page, pattern, is_list):
            yield

    # -- pieces -------------------------------------------------------------------------------

    def _open(self, route: str, heading: str) -> None:
        self.driver.open(route)
        heading_text = self.driver.heading()
        if heading_text != heading:
            raise StepWrong(f"the h1 of {route} has another text", heading, heading_text)

    def _expect_signed_out(self) -> None:
        if not until(self.driver.page, lambda: not self._is_signed_in()):
            raise StepWrong(
                f"a user is still signed in: there is a button “{self.accounts.sign_out}”"
            )

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
