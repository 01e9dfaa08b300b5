"""The pages of the frontend, and the entities of a plan linked for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.plan.locales.texts import texts_of, with_label
from workbench.plan.names import pascal
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, SystemPlan
from workbench.scaffold.accounts.access_views import EntityAccess, role_in_page_tests
from workbench.scaffold.open_parts import is_generated, is_page_of_charts
from workbench.scaffold.ts_charts import TsChart, ts_chart
from workbench.scaffold.ts_fields import TsField
from workbench.scaffold.ts_views import TsEntity


@dataclass(frozen=True)
class TsPage:
    """One page, with its component's name and its entity; an open page and one of charts have none."""

    plan: Page
    entity: TsEntity | None
    system: SystemPlan

    @property
    def e(self) -> TsEntity:
        assert self.entity is not None
        return self.entity

    @property
    def component(self) -> str:
        if self.entity is not None:
            return f"{self.entity.name}Page"
        if self.drawn:
            return f"{pascal(self.route)}ChartPage"
        return f"{pascal(self.route) or 'Home'}OpenPage"

    @property
    def drawn(self) -> list[TsChart]:
        """The charts of a page that shows nothing else."""
        if not is_page_of_charts(self.system, self.plan):
            return []
        return [ts_chart(self.system, chart) for chart in self.plan.charts]

    @property
    def route(self) -> str:
        """The route as react-router writes it."""
        return re.sub(r"\{(\w+)\}", r":\1", self.plan.route)

    @property
    def title(self) -> str:
        return self.plan.title

    @property
    def heading(self) -> str:
        return self.plan.heading

    @property
    def roles(self) -> list[str]:
        return self.plan.roles

    @property
    def needs_account(self) -> bool:
        """True if nothing is to be seen on it without signing in."""
        if self.plan.roles:
            return True
        if any(self.system.operation(item.operation).access for item in self.drawn):
            return True
        if self.plan.collection is None:
            return False
        listed = self.system.entity(self.plan.collection)
        return EntityAccess(self.system, listed).asks(BindingRole.LIST)

    @property
    def signs_in(self) -> str:
        """The statement of a test that signs in who may use the page; none if it begins as one."""
        accounts = self.system.accounts
        if accounts is None or not self.roles or role_in_page_tests(self.system) in self.roles:
            return ""
        return f"api.signIn({{ {accounts.role}: {json.dumps(self.roles[0])} }});"

    @property
    def actions(self) -> dict[str, str]:
        return self.plan.texts(self.e.one)

    @property
    def says(self) -> Mapping[str, str]:
        """What pages say in the plan's language."""
        return texts_of(self.system.locale, "page")

    @property
    def says_empty(self) -> str:
        """What a list without records says."""
        return with_label(
            self.says["empty"], "{many}", self.e.plan.labels.plural, self.system.locale
        )

    def says_title(self, action: str) -> str:
        """The title of the dialog for an action on a record."""
        text = self.says["action_title"].replace("{action}", self.actions[action])
        return with_label(text, "{entity}", self.e.plan.labels.singular, self.system.locale)

    @property
    def says_empty_hint(self) -> str:
        """How the first record is added."""
        return self.says["empty_hint"].format(create=self.actions["create"])


def ts_entities(plan: SystemPlan) -> dict[str, TsEntity]:
    """Every entity by its name, linked to those it refers to."""
    views = {entity.name: TsEntity(entity, plan.api_prefix, plan) for entity in plan.entities}
    for view in views.values():
        for item in view.plan.fields:
            target = views[item.target] if item.target else None
            made = TsField(item, view.name, target)
            (view.fields if item.is_written_by_client else view.written_by_server).append(made)
    return views


def ts_pages(plan: SystemPlan) -> list[TsPage]:
    """Every page, in the plan's order; the entity of those that the templates can fill."""
    views = ts_entities(plan)
    return [
        TsPage(page, views[page.collection or ""] if is_generated(plan, page) else None, plan)
        for page in plan.pages
    ]
