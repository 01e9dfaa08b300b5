"""What a person sees while a run goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from stackwright.event_format import MARKS, NODE_WORDS, detail_of, line_of, money
from workbench.evidence import events as ev
from workbench.host.untrusted.printable import visible
from workbench.progress.results import Status

# The stages of the picture, and the nodes in which each is at work.
STAGES: dict[str, tuple[str, ...]] = {
    "plan": ("prepare", "planner", "approval"),
    "contract": ("contract",),
    "code": ("backend_coder", "frontend_coder", "warm_up", "debugger"),
    "install": ("installer",),
    "test": ("tester",),
    "validate": ("validator",),
    "judge": ("judge",),
    "deliver": ("finish",),
}
REPEATED = ("code", "install", "test", "validate", "judge")


class View(Protocol):
    """Something that listens to a run."""

    def __enter__(self) -> View: ...
    def __exit__(self, *exc: object) -> None: ...
    def event(self, event: ev.Event) -> None: ...
    @contextmanager
    def paused(self) -> Iterator[None]: ...


def view_for(console: Console, *, quiet: bool, verbose: bool = False) -> View:
    """A live screen on a terminal, lines elsewhere, nothing when quiet."""
    if quiet:
        return Silent()
    return Screen(console, verbose) if console.is_terminal else Lines(console, verbose)


class Silent:
    """Listens to nothing."""

    def __enter__(self) -> View:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def event(self, event: ev.Event) -> None:
        return None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is drawn that could be in the way."""
        yield


class Lines(Silent):
    """One line an event, for logs and pipes."""

    def __init__(self, console: Console, verbose: bool) -> None:
        self._console = console
        self._verbose = verbose
        self._started = time.monotonic()

    def event(self, event: ev.Event) -> None:
        text = line_of(event) or (detail_of(event) if self._verbose else None)
        if text is not None:
            seconds = time.monotonic() - self._started
            self._console.print(f"[dim]{seconds:6.1f}s[/dim] {text}", highlight=False)


class Screen(Silent):
    """The stages and what runs now; above them the lines of finished steps."""

    def __init__(self, console: Console, verbose: bool = False) -> None:
        self._console = console
        self._verbose = verbose
        self._progress = Progress()
        self._live = Live(
            get_renderable=lambda: self._progress.render(time.monotonic()),
            console=console,
            refresh_per_second=8,
            transient=True,
        )

    def __enter__(self) -> View:
        self._live.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._live.__exit__(None, None, None)

    def event(self, event: ev.Event) -> None:
        self._progress.note(event, time.monotonic())
        passed = isinstance(event, ev.GateFinished) and event.status == Status.PASSED
        text = None if passed else line_of(event)
        if text is None and self._verbose:
            text = detail_of(event)
        if text is not None:
            self._console.print(text, highlight=False)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leaves the terminal to a question."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()


class Progress:
    """What the live view knows of the run, and how it draws it."""

    def __init__(self) -> None:
        self._started: float | None = None
        self._running: dict[str, float] = {}
        self._done: set[str] = set()
        self._gates: dict[str, Status | None] = {}
        self._files: dict[str, list[str]] = {}
        self._attempt, self._max_attempts = 1, 0
        self._spend: ev.Spend | None = None

    def note(self, event: ev.Event, now: float) -> None:
        """Takes an event in."""
        if self._started is None:
            self._started = now
        match event:
            case ev.OptionsFrozen():
                self._max_attempts = event.max_attempts
            case ev.NodeStarted():
                self._running[event.node] = now
                self._files.pop(event.node, None)
            case ev.NodeFinished():
                self._running.pop(event.node, None)
                self._done.add(event.node)
            case ev.FileArriving():
                self._files.setdefault(event.node, []).append(event.path)
            case ev.GateStarted():
                self._gates[event.gate] = None
            case ev.GateFinished():
                self._gates[event.gate] = Status(event.status)
            case ev.AttemptJudged():
                self._begin_again(event)
            case ev.Spend():
                self._spend = event
            case _:
                pass

    def _begin_again(self, judged: ev.AttemptJudged) -> None:
        if judged.outcome == "repair":
            self._attempt = judged.attempt + 1
            self._gates.clear()
            self._done -= {node for stage in REPEATED for node in STAGES[stage]} - {"judge"}

    def render(self, now: float) -> RenderableType:
        """Stages, what runs now, the gates, what was spent."""
        parts: list[RenderableType] = [self._stages()]
        for node, since in self._running.items():
            words = f" {NODE_WORDS.get(node, node)}  {now - since:.0f}s"
            files = self._files.get(node, [])
            told = f"  file {len(files)}: {visible(files[-1])}" if files else ""
            parts.append(Spinner("dots", Text.assemble(words, (told, "dim"))))
        if self._gates:
            marks = [self._gate(name, status) for name, status in self._gates.items()]
            parts.append(Columns(marks, padding=(0, 2)))
        parts.append(Text(self._totals(now), style="dim"))
        return Group(*parts)

    def _stages(self) -> Text:
        text = Text()
        for stage, nodes in STAGES.items():
            if text:
                text.append(" → ", style="dim")
            if any(node in self._running for node in nodes):
                text.append(f"● {stage}", style="bold cyan")
            elif any(node in self._done for node in nodes):
                text.append(f"✓ {stage}", style="green")
            else:
                text.append(f"○ {stage}", style="dim")
        return text

    def _gate(self, name: str, status: Status | None) -> Text:
        mark, style = ("…", "cyan") if status is None else MARKS[status]
        return Text(f"{mark} {name}", style=style)

    def _totals(self, now: float) -> str:
        parts = [f"attempt {self._attempt} of {self._max_attempts or '?'}"]
        parts.append(f"{now - (self._started or now):.0f}s")
        spend = self._spend
        if spend is not None and spend.tokens:
            limit = f" of {spend.budget_tokens:,}" if spend.budget_tokens else ""
            parts.append(f"{spend.tokens:,}{limit} tokens")
            allowed = f" of ${spend.budget_usd:g}" if spend.budget_usd else ""
            parts.append(f"{money(spend.usd)}{allowed}")
        return "   ".join(parts)
