"""Rejects amounts of money in a currency that is not divided into hundredths."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan

# ISO 4217, the column "Minor unit": every currency in it that does not have two decimals.
_WITHOUT_HUNDREDTHS = """
BHD BIF CLF CLP DJF GNF IQD ISK JOD JPY KMF KRW KWD LYD OMR PYG RWF TND UGX UYI UYW VND VUV XAF XOF XPF
"""
WITHOUT_HUNDREDTHS = frozenset(_WITHOUT_HUNDREDTHS.split())


def money_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every field with `money` if the plan's currency has no smallest unit of a hundredth."""
    if plan.currency not in WITHOUT_HUNDREDTHS:
        return
    for entity in plan.entities:
        for field in entity.fields:
            if field.is_money:
                yield PlanProblem(
                    f"entities.{entity.name}.fields.{field.name}.money",
                    f"`money` counts hundredths, and {plan.currency} is not divided into hundredths: "
                    "leave `money` out, and say in the label which unit the integer counts",
                )
