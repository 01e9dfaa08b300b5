"""What a person sees while a run goes on, and at its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from workbench.evidence.events import (
    AttemptJudged,
    Event,
    FilesWritten,
    FindingSeen,
    GateFinished,
    GateStarted,
    InstallerFixed,
    ModelCalled,
    NodeFinished,
    NodeStarted,
    PlanReady,
    RunStarted,
)
from workbench.evidence.verdict import Verdict
from workbench.gates.result import Status

MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.NOT_APPLICABLE: ("–", "dim"),
    Status.NOT_VERIFIED: ("?", "yellow"),
}
NODE_WORDS = {
    "prepare": "looking at the machine",
    "planner": "planning",
    "contract": "writing the contract",
    "backend_coder": "writing the backend",
    "frontend_coder": "writing the page",
    "warm_up": "filling caches",
    "installer": "installing packages",
    "tester": "building and testing",
    "validator": "using the running system",
    "judge": "judging",
    "debugger": "repairing",
    "finish": "delivering",
}


class View(Protocol):
    """Something that listens to a run."""

    def __enter__(self) -> View: ...
    def __exit__(self, *exc: object) -> None: ...
    def event(self, event: Event) -> None: ...


class Lines:
    """One line an event, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def event(self, event: Event) -> None:
        text = line_of(event)
        if text is not None:
            seconds = time.monotonic() - self._started
            self._console.print(f"[dim]{seconds:6.1f}s[/dim] {text}", highlight=False)


class Screen:
    """A live table of what runs now, above it everything worth keeping."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._running: dict[str, float] = {}
        self._attempt = 1
        self._live = Live(
            get_renderable=self._render, console=console, refresh_per_second=8, transient=True
        )

    def __enter__(self) -> Screen:
        self._live.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._live.__exit__(None, None, None)

    def event(self, event: Event) -> None:
        match event:
            case NodeStarted():
                self._running[event.node] = time.monotonic()
            case NodeFinished():
                self._running.pop(event.node, None)
            case GateStarted():
                self._running[event.gate] = time.monotonic()
            case GateFinished():
                self._running.pop(event.gate, None)
            case AttemptJudged():
                self._attempt = event.attempt + 1
            case _:
                pass
        text = line_of(event)
        if text is not None:
            self._console.print(text, highlight=False)

    def _render(self) -> RenderableType:
        now = time.monotonic()
        rows: list[RenderableType] = []
        for name, since in self._running.items():
            label = NODE_WORDS.get(name, name)
            rows.append(Spinner("dots", Text(f" {label}  {now - since:.0f}s")))
        total = Text(f"attempt {self._attempt}   {now - self._started:.0f}s in all", style="dim")
        return Group(*rows, total)


def line_of(event: Event) -> str | None:
    """The event in a line for a person; None for what is only of use to machines."""
    match event:
        case RunStarted():
            return (
                f"[bold]{escape(event.request[:100])}[/bold]\n"
                f"model {escape(event.model)}, storage {event.storage} ({escape(event.storage_reason)})"
            )
        case PlanReady():
            missing = f", {len(event.unproven)} not understood" if event.unproven else ""
            return (
                f"plan [bold]{escape(event.title)}[/bold]: {', '.join(event.entities)}; "
                f"{event.operations} operations, {event.scenarios} scenarios{missing}"
            )
        case FilesWritten():
            return f"{event.node} wrote {len(event.paths)} files"
        case InstallerFixed():
            return f"[yellow]repaired[/yellow] {escape(event.what)}"
        case FindingSeen():
            place = f"{event.file}:{event.line or ''} " if event.file else ""
            return f"  [red]finding[/red] {escape(place + event.message[:160])}"
        case GateFinished():
            mark, style = MARKS[Status(event.status)]
            reason = f"  {event.reason}" if event.reason else ""
            return f"[{style}]{mark} {event.gate}[/{style}] {event.seconds:.1f}s{escape(reason)}"
        case AttemptJudged() if event.outcome == "repair":
            return f"attempt {event.attempt}: red {', '.join(event.red)}; next: {event.rung}"
        case ModelCalled() if event.input_tokens:
            return f"{event.role}: {event.input_tokens} tokens in, {event.output_tokens} out"
    return None


def view_for(console: Console, *, quiet: bool) -> View:
    """A live screen on a terminal, lines elsewhere, nothing when quiet."""
    if quiet:
        return Silent()
    return Screen(console) if console.is_terminal else Lines(console)


class Silent:
    """Listens to nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def event(self, event: Event) -> None:
        return None


def show_verdict(console: Console, verdict: Verdict) -> None:
    """The verdict: gates, requirements, what is wrong."""
    gates = Table(title="Gates", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "gate", "result", "proofs", "seconds"):
        gates.add_column(column, justify="right" if column in ("proofs", "seconds") else "left")
    for gate in verdict.gates:
        mark, style = MARKS[gate.status]
        detail = f"{gate.status.value}{f': {gate.reason}' if gate.reason else ''}"
        probes = str(gate.probes) if gate.probes else ""
        gates.add_row(
            f"[{style}]{mark}[/{style}]", gate.name, escape(detail), probes, f"{gate.seconds:.1f}"
        )
    console.print(gates)
    requirements = Table(title="Requirements", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "requirement", "proof"):
        requirements.add_column(column)
    for row in verdict.requirements:
        mark, style = {"proven": ("✓", "green"), "outside": ("–", "dim")}.get(
            row.status, ("?", "yellow")
        )
        requirements.add_row(
            f"[{style}]{mark}[/{style}]", escape(f"{row.id} {row.text}"), escape(row.proof)
        )
    if verdict.requirements:
        console.print(requirements)
    for gate in verdict.gates:
        for finding in gate.findings[:5]:
            console.print(f"[red]{gate.name}[/red] {escape(str(finding['message'])[:300])}")
            if finding["expected"]:
                measured = f"expected {finding['expected']}, measured {finding['actual']}"
                console.print(f"  {escape(measured[:300])}", highlight=False)
    style = "bold green" if verdict.verified else "bold yellow"
    console.print(f"[{style}]{escape(verdict.summary)}[/{style}]")


def show_commands(console: Console, out: Path, here: Callable[[], Path] = Path.cwd) -> None:
    """The two commands that run the result."""
    try:
        place = out.relative_to(here())
    except ValueError:
        place = out
    console.print(f"\nThe system is in [bold]{escape(str(place))}[/bold]. To run it:")
    console.print(f"  cd {place}/backend && go run ./cmd/server", highlight=False, markup=False)
    console.print(f"  cd {place}/frontend && npm ci && npm run dev", highlight=False, markup=False)
