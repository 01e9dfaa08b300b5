"""The plan as readable text, for approval: everything that would be built, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.system import SystemPlan
from workbench.planning.words import behaviour, proofs
from workbench.planning.words.records import records
from workbench.planning.words.values import said


def plan_in_words(plan: SystemPlan, request: str) -> str:
    """Records, accounts, rules, operations, pages, requirements with each scenario step by step.

    The last part lists what will not be proven, and what of the request no requirement quotes.
    """
    parts = [
        [plan.title, plan.summary, f"Data is stored in {plan.storage.value}."],
        ["Records", *records(plan)],
        ["Accounts", *_accounts(plan)],
        ["There from the first start", *_seed(plan)],
        ["Rules over several records", *behaviour.invariants(plan)],
        ["Operations", *behaviour.operations(plan)],
        [
            "Other services",
            *(f"  {item.name}, at ${item.base_url_env}" for item in plan.integrations),
        ],
        ["Pages", *behaviour.pages(plan)],
        ["Requirements and what proves them", *proofs.requirements(plan)],
        ["Assumed, because the request does not say", *(f"  {text}" for text in plan.assumptions)],
        ["Not proven by anything", *proofs.unproven(plan, request)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if len(part) > 1) + "\n"


def _accounts(plan: SystemPlan) -> Iterator[str]:
    accounts = plan.accounts
    if accounts is None:
        return
    role = f", with a role in {accounts.role}" if accounts.role else ""
    yield (
        f"  {accounts.entity} signs in with {accounts.login} and {accounts.password}{role}, and stays"
        f" signed in for {accounts.signed_in_for}"
    )


def _seed(plan: SystemPlan) -> Iterator[str]:
    for seed in plan.seed:
        yield f"  {seed.entity}: {said(seed.values)}"
