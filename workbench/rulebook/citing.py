"""Which rule a finding breaks: the one that its check is about, if it applies to the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.plan.system import SystemPlan
from workbench.rulebook.rules import all_rules

# What the id of a trace says of its subject; traces are made by the reference, which knows no rules.
# Every other check names its rule where it is made. The first pattern that is found decides.
_SUBJECTS: tuple[tuple[str, str], ...] = (
    (r"\.cors\.", "api.cors"),
    (r"\.access\.part$|^\w+\.parts$", "api.parts"),
    (r"^accounts\.|\.access\.|\.allowed$", "api.accounts"),
    (r"\.totals_", "api.totals"),
    (r"\.arrays\.", "api.many"),
    (r"\.invariant\.|\.rules\.|\.derived\.", "api.invariants"),
)


def rule_of(check: str, rules: Sequence[str], plan: SystemPlan) -> str:
    """The rule among a gate's that a finding of this check cites.

    A check without a subject of its own, or whose rule does not apply to the plan, breaks the first
    of the gate's rules that applies; the first of all if none does.
    """
    applying = {rule.id for rule in all_rules() if rule.applies(plan)}
    subject = next((rule for pattern, rule in _SUBJECTS if re.search(pattern, check)), None)
    if subject in applying and subject in rules:
        return subject
    return next((rule for rule in rules if rule in applying), rules[0])
