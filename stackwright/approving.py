"""The plan on the terminal, and a person's answer to it."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from stackwright.live import View
from stackwright.questions import PlanQuestion


class TerminalApprover:
    """Shows the plan, and asks until the answer is yes, an edited plan, or a rejection."""

    def __init__(self, console: Console, view: View) -> None:
        self._console = console
        self._view = view

    def __call__(self, question: PlanQuestion) -> dict[str, Any]:
        """The answer for the graph. Does blocking I/O. Raises EOFError when the input ends."""
        with self._view.paused():
            self._console.print()
            self._console.print(question.in_words, highlight=False, markup=False)
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
