"""The plan on the terminal, and a person's answer to it."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from stackwright.live import View
from stackwright.questions import PlanQuestion
from workbench.plan.steps import Scenario
from workbench.plan.system import BindingRole, Entity, SystemPlan


class TerminalApprover:
    """Shows the plan, and asks until the answer is yes, an edited plan, or a rejection."""

    def __init__(self, console: Console, view: View) -> None:
        self._console = console
        self._view = view

    def __call__(self, question: PlanQuestion) -> dict[str, Any]:
        """The answer for the graph. Blocks. Raises EOFError when the input ends."""
        with self._view.paused():
            show_plan(self._console, SystemPlan.model_validate(question.plan))
            if question.complaint:
                self._console.print(
                    f"[red]That plan cannot be built:[/red] {escape(question.complaint)}"
                )
            while True:
                said = self._console.input("Build this? [bold]yes[/bold], edit or reject: ").strip()
                if said.lower() in ("y", "yes"):
                    return {"decision": "approve"}
                if said.lower() in ("r", "reject"):
                    reason = self._console.input("What should be different? (empty ends the run) ")
                    return {"decision": "reject", "reason": reason}
                if said.lower() in ("e", "edit") and (edited := self._edited(question.plan)):
                    return {"decision": "edit", "plan": edited}

    def _edited(self, plan: dict[str, Any]) -> dict[str, Any] | None:
        """The plan from $VISUAL or $EDITOR; None when it is unchanged or not a JSON object."""
        shown = json.dumps(plan, indent=1, ensure_ascii=False) + "\n"
        try:
            text = click.edit(shown, extension=".json", require_save=False)
            edited = json.loads(text or shown)
        except click.ClickException as error:
            self._console.print(f"[red]{escape(error.format_message())}; set EDITOR[/red]")
            return None
        except json.JSONDecodeError as error:
            self._console.print(f"[red]That is not JSON:[/red] {error}")
            return None
        if not isinstance(edited, dict) or edited == plan:
            self._console.print("Nothing was changed.")
            return None
        return edited


def show_plan(console: Console, plan: SystemPlan) -> None:
    """What would be built: records, operations, pages, and how each requirement is to be proven."""
    console.print(f"\n[bold]{escape(plan.title)}[/bold]  {escape(plan.summary)}")
    console.print(f"[dim]storage {plan.storage.value}, {len(plan.operations)} operations[/dim]\n")
    for entity in plan.entities:
        _show_entity(console, plan, entity)
    pages = Table(title="Pages", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("address", "title", "shows"):
        pages.add_column(column)
    for page in plan.pages:
        shows = page.collection or "–"
        pages.add_row(escape(page.route), escape(page.title), escape(shows))
    console.print(pages)
    proofs = Table(title="Requirements", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "requirement", "proven by"):
        proofs.add_column(column)
    for item in plan.requirements:
        proven = [_scenario(found) for found in plan.scenarios if found.requirement == item.id]
        proof = "; ".join(proven) or "[yellow]nothing: it stays unproven[/yellow]"
        proofs.add_row(item.id, escape(item.text), proof)
    console.print(proofs)
    if plan.assumptions:
        console.print("\nAssumed, as the request does not say")
        for assumption in plan.assumptions:
            console.print(f"  {escape(assumption)}")
    console.print()


def _show_entity(console: Console, plan: SystemPlan, entity: Entity) -> None:
    table = Table(
        title=f"{entity.name} ({entity.labels.plural})",
        title_justify="left", box=None, padding=(0, 2, 0, 0),
    )  # fmt: skip
    for column in ("field", "type", "rules"):
        table.add_column(column)
    for field in entity.fields:
        table.add_row(escape(field.name), field.type.value, escape(_rules(field.model_dump())))
    console.print(table)
    bound = [
        plan.operation(binding.operation)
        for role in BindingRole
        if (binding := plan.binding(entity.name, role)) is not None
    ]
    calls = "  ".join(
        f"{operation.method} {plan.api_prefix}{operation.path}" for operation in bound
    )
    console.print(f"[dim]{escape(calls)}[/dim]\n", highlight=False)


def _rules(field: dict[str, Any]) -> str:
    """The constraints that are set, in plan words."""
    shown = ("min", "max", "min_length", "max_length", "pattern", "values", "ref", "default")
    rules = [word for word in ("required", "unique", "secret") if field.get(word)]
    rules += [
        f"{name} {_shown(field[name])}" for name in shown if field.get(name) not in (None, [], "")
    ]
    return ", ".join(rules)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _scenario(scenario: Scenario) -> str:
    where = "on the page" if scenario.needs_page else "over HTTP"
    return f"{escape(scenario.id)} [dim]({len(scenario.steps)} steps {where})[/dim]"
