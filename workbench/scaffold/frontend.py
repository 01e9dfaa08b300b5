"""The frontend of a plan, file by file, from the TypeScript templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.actors import newcomer_role
from workbench.plan.fields import TEXTUAL
from workbench.plan.language.operations import Operation
from workbench.plan.locales.texts import texts_of
from workbench.plan.pages import Page
from workbench.plan.system import SystemPlan
from workbench.reference.data_for_tests import valid_value
from workbench.scaffold.accounts.access_views import has_usual_accounts, role_in_page_tests
from workbench.scaffold.code_templates import render_code
from workbench.scaffold.ts_fields import TsField
from workbench.scaffold.ts_pages import TsPage, ts_entities, ts_pages
from workbench.scaffold.ts_views import CHANGES, TsEntity

TEMPLATES = Path(__file__).parent / "templates" / "frontend"
SOURCE = "frontend/src"

_SHARED = {
    f"{SOURCE}/main.tsx": "main.tsx.j2",
    f"{SOURCE}/App.tsx": "App.tsx.j2",
    f"{SOURCE}/strings.ts": "strings.ts.j2",
    f"{SOURCE}/styles.css": "styles.css.j2",
    f"{SOURCE}/test/setup.ts": "setup.ts.j2",
    f"{SOURCE}/test/fakeApi.ts": "fakeApi.ts.j2",
}
_KIT = (
    "Button.tsx",
    "ConfirmDelete.tsx",
    "Dialog.tsx",
    "ErrorBoundary.tsx",
    "FormField.tsx",
    "Layout.tsx",
    "Pagination.tsx",
    "formErrors.ts",
    "states.tsx",
)


_KIT_OF_CHARTS = ("BarChart.tsx", "spans.ts", "spans.test.ts")

_ACCOUNTS = {
    f"{SOURCE}/session.tsx": "session.tsx.j2",
    f"{SOURCE}/kit/Home.tsx": "kit/Home.tsx.j2",
    f"{SOURCE}/kit/RequireAccount.tsx": "kit/RequireAccount.tsx.j2",
    f"{SOURCE}/kit/AccountPage.tsx": "kit/AccountPage.tsx.j2",
    f"{SOURCE}/pages/SignInPage.tsx": "SignInPage.tsx.j2",
    f"{SOURCE}/pages/RegisterPage.tsx": "RegisterPage.tsx.j2",
    f"{SOURCE}/pages/accounts.test.tsx": "accounts.test.tsx.j2",
}


def frontend_files(plan: SystemPlan) -> dict[str, str]:
    """Path → text of every frontend file that a coder may change."""
    pages = ts_pages(plan)
    values = _values(plan, pages)
    templates = _SHARED | {f"{SOURCE}/kit/{name}": f"kit/{name}.j2" for name in _KIT}
    if values["auth"] is not None:
        templates |= _ACCOUNTS
    files = {
        path: render_code(TEMPLATES, template, **values) for path, template in templates.items()
    }
    if any(page.e.sorted_columns for page in values["pages"]):
        files[f"{SOURCE}/kit/SortHead.tsx"] = render_code(TEMPLATES, "kit/SortHead.tsx.j2")
    if values["has_many"]:
        files[f"{SOURCE}/kit/Choices.tsx"] = render_code(TEMPLATES, "kit/Choices.tsx.j2", **values)
    if any(item.is_money for entity in plan.entities for item in entity.fields):
        path = f"{SOURCE}/kit/money.ts"
        files[path] = render_code(TEMPLATES, "kit/money.ts.j2", **values)
    targets: list[TsEntity] = []
    many = [target for page in values["pages"] for target in page.e.many_targets]
    if any(page.drawn for page in pages):
        for name in _KIT_OF_CHARTS:
            path = f"{SOURCE}/kit/{name}"
            files[path] = render_code(TEMPLATES, f"kit/{name}.j2", **values)
    for page in pages:
        files |= _page_files(page, values)
        if page.entity is not None:
            targets += [target for target in page.e.targets if target not in targets]
    for target in targets:
        path = f"{SOURCE}/pages/use{target.name}Options.ts"
        is_many = target in many
        files[path] = render_code(TEMPLATES, "useOptions.ts.j2", t=target, is_many=is_many)
    return files


def _page_files(page: TsPage, values: dict[str, Any]) -> dict[str, str]:
    folder = f"{SOURCE}/pages"
    if page.drawn:
        return {
            f"{folder}/{page.component}.tsx": render_code(TEMPLATES, "ChartPage.tsx.j2", p=page),
            f"{folder}/{page.component}.test.tsx": render_code(
                TEMPLATES, "ChartPage.test.tsx.j2", p=page
            ),
        }
    if page.entity is None:
        text = render_code(TEMPLATES, "OpenPage.tsx.j2", p=page)
        return {f"{folder}/{page.component}.tsx": text}
    here = values | {"p": page, "e": page.e, "component": page.component}
    return {
        f"{folder}/{page.component}.tsx": render_code(TEMPLATES, "Page.tsx.j2", **here),
        f"{folder}/{page.component}.test.tsx": render_code(TEMPLATES, "Page.test.tsx.j2", **here),
        f"{folder}/{page.e.name}Form.tsx": render_code(TEMPLATES, "Form.tsx.j2", **here),
    }


def _values(plan: SystemPlan, pages: list[TsPage]) -> dict[str, Any]:
    """The variables of every template."""
    shown = [page for page in pages if page.entity is not None]
    auth = _auth(plan)
    for_newcomers = [p for p in shown if not p.roles or newcomer_role(plan) in p.roles]
    return {
        "plan": plan,
        "says": texts_of(plan.locale, "page"),
        "pages": shown,
        "routed": pages,
        "linked": [page for page in pages if not page.plan.has_parameters],
        "home": next((page.route for page in pages if not page.plan.has_parameters), "/"),
        "at_root": any(page.route == "/" for page in pages),
        "texts": shown[0].actions if shown else Page(route="/", title="", heading="").texts(""),
        "auth": auth,
        "has_lists": any(page.e.has_lists for page in shown),
        "has_many": any(page.e.has_many for page in shown),
        "guarded": [page for page in for_newcomers if page.needs_account][:1],
        "restricted": [
            page for page in for_newcomers if any(page.e.is_barred(role.value) for role in CHANGES)
        ],
        "owners": {page.e.plural: page.e.plan.owner for page in shown if page.e.access.is_owned},
    }


@dataclass(frozen=True)
class TsAuth:
    """Accounts in the frontend's templates."""

    plan: Accounts
    system: SystemPlan
    e: TsEntity

    def _field(self, name: str) -> TsField:
        return next(item for item in self.e.fields if item.name == name)

    def _operation(self, name: str) -> Operation:
        return self.system.operation(name)

    @property
    def login(self) -> TsField:
        return self._field(self.plan.login)

    @property
    def password(self) -> TsField:
        return self._field(self.plan.password)

    @property
    def role(self) -> str | None:
        return self.plan.role

    @property
    def shown_field(self) -> str:
        """What names an account in the header."""
        return self.e.plan.display_field

    @property
    def scheme(self) -> str:
        return self.plan.scheme

    @property
    def sign_in(self) -> str:
        return self.plan.sign_in

    @property
    def sign_in_route(self) -> str:
        return self.plan.sign_in_route

    @property
    def register_text(self) -> str:
        return self.plan.register_text

    @property
    def register_route(self) -> str:
        return self.plan.register_route

    @property
    def sign_out(self) -> str:
        return self.plan.sign_out

    @property
    def login_fn(self) -> str:
        return self.plan.login_operation

    @property
    def register_fn(self) -> str:
        return self.plan.register_operation

    @property
    def me_fn(self) -> str:
        assert self.plan.me_operation is not None
        return self.plan.me_operation

    @property
    def login_path(self) -> str:
        return self._operation(self.plan.login_operation).path

    @property
    def register_path(self) -> str:
        return self._operation(self.plan.register_operation).path

    @property
    def me_path(self) -> str:
        return self._operation(self.me_fn).path

    @property
    def newcomer(self) -> str | None:
        return newcomer_role(self.system)

    @property
    def login_sample(self) -> str:
        return str(valid_value(self.login.plan, 0))

    @property
    def password_sample(self) -> str:
        return str(valid_value(self.password.plan, 0))

    @property
    def registered(self) -> dict[str, JsonValue]:
        """What a test registers with, as the API gets it: the texts."""
        return {
            item.name: valid_value(item.plan, 0)
            for item in self.e.fields
            if item.plan.type in TEXTUAL
        }

    @property
    def sample(self) -> dict[str, JsonValue]:
        """The account that tests begin with; if it may not do something, they sign in another."""
        values = {
            item.name: valid_value(item.plan, 0) for item in self.e.fields if not item.plan.secret
        }
        if self.plan.role is not None:
            values[self.plan.role] = role_in_page_tests(self.system)
        return values


def _auth(plan: SystemPlan) -> TsAuth | None:
    if plan.accounts is None or not has_usual_accounts(plan, plan.accounts):
        return None
    return TsAuth(plan.accounts, plan, ts_entities(plan)[plan.accounts.entity])
