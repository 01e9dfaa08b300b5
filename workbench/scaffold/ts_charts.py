"""The charts of a page in the frontend's templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.plan.locales.texts import texts_of, with_label
from workbench.plan.names import snake
from workbench.plan.pages import Chart
from workbench.plan.system import Entity, SystemPlan
from workbench.plan.totals.model import Totals


@dataclass(frozen=True)
class TsChart:
    """A drawing of totals."""

    plan: Chart
    totals: Totals
    system: SystemPlan

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def operation(self) -> str:
        """The client's function."""
        return self.totals.operation

    @property
    def collection(self) -> str:
        """Where the fake API of tests finds the answer: the path below the prefix."""
        return snake(self.operation)

    @property
    def per(self) -> str | None:
        """The span of time that is one label; months without records are drawn as zero."""
        return self.totals.per

    @property
    def sample_labels(self) -> list[str]:
        """Two labels that a test draws, one after the other."""
        samples = {"day": "2024-02-29 2024-03-01", "month": "2023-12 2024-01", "year": "2023 2024"}
        return samples[self.per].split() if self.per else ["first", "second"]

    @property
    def sample_text(self) -> str:
        """The text of that drawing: 40 above the first label, 2 above the second."""
        first, second = self.sample_labels
        return f"40{first}2{second}"

    @property
    def label_heading(self) -> str:
        """The heading of the labels' column in the table."""
        per = self.totals.per
        return self._says[per] if per else self._entity.field(self.totals.by).label

    @property
    def value_heading(self) -> str:
        added = self.totals.field
        return self._entity.field(added).label if added else self._entity.labels.plural

    @property
    def empty(self) -> str:
        """What the page says if there is nothing to draw."""
        return with_label(
            self._says["nothing_to_draw"], "{many}", self._entity.labels.plural, self.system.locale
        )

    @property
    def _says(self) -> Mapping[str, str]:
        return texts_of(self.system.locale, "page")

    @property
    def _entity(self) -> Entity:
        return self.system.entity(self.totals.entity)


def ts_chart(plan: SystemPlan, chart: Chart) -> TsChart:
    """A chart whose operation is one of the plan's totals."""
    totals = next(item for item in plan.totals if item.operation == chart.operation)
    return TsChart(chart, totals, plan)
