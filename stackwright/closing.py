"""What a person sees at the end of a run: the verdict, the result, what to do with it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from stackwright.event_format import MARKS, money
from workbench.errors import EnvironmentMissing
from workbench.evidence.verdict import Verdict
from workbench.host.folders import working_folder

# The report has all findings of a gate; the terminal shows the first ones.
MAX_FINDINGS_SHOWN = 5


def show_verdict(console: Console, verdict: Verdict) -> None:
    """The verdict: what was not contained, gates, requirements, what is wrong."""
    if verdict.uncontained:
        console.print(f"[bold yellow]{escape(verdict.uncontained)}[/bold yellow]")
    console.print(_gates(verdict))
    if verdict.requirements:
        console.print(_requirements(verdict))
    _show_list(
        console,
        "[yellow]Not covered: parts of the request that no requirement quotes[/yellow]",
        verdict.not_covered,
    )
    _show_list(console, "Assumed, as the request does not say", verdict.assumptions)
    _show_findings(console, verdict)
    if verdict.stopped:
        console.print(f"[yellow]{escape(verdict.stopped)}[/yellow]")
    style = {"verified": "bold green", "red": "bold red"}.get(verdict.conclusion, "bold yellow")
    console.print(f"[{style}]{escape(verdict.summary)}[/{style}]")
    show_spend(console, verdict)


def _gates(verdict: Verdict) -> Table:
    table = Table(title="Gates", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "gate", "result", "proofs", "seconds"):
        table.add_column(column, justify="right" if column in ("proofs", "seconds") else "left")
    for gate in verdict.gates:
        mark, style = MARKS[gate.status]
        detail = f"{gate.status.value}{f': {gate.reason}' if gate.reason else ''}"
        checks = str(gate.checks) if gate.checks else ""
        table.add_row(
            f"[{style}]{mark}[/{style}]", gate.name, escape(detail), checks, f"{gate.seconds:.1f}"
        )
    return table


def _requirements(verdict: Verdict) -> Table:
    table = Table(title="Requirements", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "requirement", "proof"):
        table.add_column(column)
    for row in verdict.requirements:
        mark, style = ("✓", "green") if row.status == "proven" else ("?", "yellow")
        table.add_row(
            f"[{style}]{mark}[/{style}]", escape(f"{row.id} {row.text}"), escape(row.proof)
        )
    return table


def _show_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(title)
    for line in lines:
        console.print(f"  {escape(line)}", highlight=False)


def _show_findings(console: Console, verdict: Verdict) -> None:
    for gate in verdict.gates:
        for finding in gate.findings[:MAX_FINDINGS_SHOWN]:
            console.print(f"[red]{gate.name}[/red] {escape(str(finding['message'])[:300])}")
            if finding["expected"]:
                measured = f"expected {finding['expected']}, measured {finding['actual']}"
                console.print(f"  {escape(measured[:300])}", highlight=False)


def show_spend(console: Console, verdict: Verdict) -> None:
    """Tokens and money by role; nothing if no model was paid."""
    spent = {role: usage for role, usage in verdict.usage.items() if usage.input_tokens}
    for role, usage in spent.items():
        console.print(
            f"[dim]{role}: {usage.calls} calls, {usage.input_tokens:,} tokens in, "
            f"{usage.output_tokens:,} out, {money(usage.usd)}[/dim]",
            highlight=False,
        )


def show_commands(console: Console, out: Path, here: Callable[[], Path] = working_folder) -> None:
    """The two commands that run the result."""
    try:
        place = out.relative_to(here())
    except (ValueError, EnvironmentMissing):  # it is elsewhere, or there is no current folder
        place = out
    console.print(f"\nThe system is in [bold]{escape(str(place))}[/bold]. To run it:")
    backend, frontend = (shlex.quote(f"{place}/{part}") for part in ("backend", "frontend"))
    console.print(f"  cd {backend} && go run ./cmd/server", highlight=False, markup=False)
    console.print(f"  cd {frontend} && npm ci && npm run dev", highlight=False, markup=False)
    console.print(f"\nReport: {place}/.stackwright/report.html", highlight=False, markup=False)
