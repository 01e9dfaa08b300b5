"""The live view tells where a run is, what it costs, and gives way to a question."""

from __future__ import annotations

import io

from rich.console import Console

from stackwright.live import Lines, Progress, Screen, Silent, view_for
from workbench.evidence import events as ev

NAMED = ev.RunStarted(run="r1", request="A notes app")
STARTED = ev.OptionsFrozen(
    model="openai:gpt-5", storage="sqlite", storage_reason="there", max_attempts=10, budget_usd=5.0
)
JUDGED = ev.AttemptJudged(
    attempt=1, outcome="repair", scope="edit", red=["backend.build"], improved=True
)


def drawn(*events: ev.Event, after: float = 3.0) -> str:
    """The picture after these events, as text."""
    progress = Progress()
    for event in events:
        progress.note(event, 100.0)
    console = Console(file=io.StringIO(), width=120)
    with console.capture() as capture:
        console.print(progress.render(100.0 + after))
    return capture.get()


def printed(view: Lines | Screen, console: Console, *events: ev.Event) -> str:
    with console.capture() as capture, view:
        for event in events:
            view.event(event)
    return capture.get()


def plain() -> Console:
    return Console(file=io.StringIO(), width=120)


def test_stages_show_what_is_done_what_runs_and_what_comes() -> None:
    text = drawn(
        STARTED,
        ev.NodeStarted(node="prepare"),
        ev.NodeFinished(node="prepare", seconds=1),
        ev.NodeStarted(node="contract"),
    )
    assert "✓ plan → ● contract → ○ code" in text
    assert "writing the scaffold  3s" in text
    assert "attempt 1 of 10" in text


def test_files_are_counted_as_they_arrive() -> None:
    text = drawn(
        STARTED,
        ev.NodeStarted(node="backend_coder"),
        ev.FileArriving(node="backend_coder", path="backend/go.mod"),
        ev.FileArriving(node="backend_coder", path="backend/cmd/server/main.go"),
    )
    assert "file 2: backend/cmd/server/main.go" in text


def test_gates_turn_green_or_red_and_a_repair_begins_them_anew() -> None:
    gates: list[ev.Event] = [
        ev.GateStarted(gate="secrets"),
        ev.GateFinished(gate="secrets", status="passed", seconds=1, findings=0),
        ev.GateStarted(gate="backend.build"),
        ev.GateFinished(gate="backend.build", status="failed", seconds=1, findings=1),
        ev.GateStarted(gate="frontend.types"),
    ]
    text = drawn(STARTED, *gates)
    assert "✓ secrets" in text
    assert "✗ backend.build" in text
    assert "… frontend.types" in text
    again = drawn(STARTED, *gates, JUDGED)
    assert "secrets" not in again
    assert "attempt 2 of 10" in again


def test_money_is_shown_against_the_budget_and_never_invented() -> None:
    known = ev.Spend(tokens=12_345, usd=0.5, budget_tokens=None, budget_usd=5.0)
    assert "12,345 tokens   $0.50 of $5" in drawn(STARTED, known)
    unknown = ev.Spend(tokens=12_345, usd=None, budget_tokens=50_000, budget_usd=None)
    assert "12,345 of 50,000 tokens   price unknown" in drawn(STARTED, unknown)


def test_a_pipe_gets_lines_without_escape_codes() -> None:
    console = plain()
    view = view_for(console, quiet=False)
    assert type(view) is Lines
    text = printed(view, console, NAMED, STARTED, JUDGED)
    assert "model openai:gpt-5, storage sqlite (there)" in text
    assert "A notes app\nrun r1" in text
    assert "at most 10 attempts, $5" in text
    assert "attempt 1 failed: backend.build; next: repair by edits" in text
    assert "\x1b" not in text


def test_verbose_tells_each_step() -> None:
    console = plain()
    step = ev.NodeFinished(node="planner", seconds=2, summary="Notes: Note; 5 operations")
    assert "planner" not in printed(Lines(console, verbose=False), console, step)
    assert "Notes: Note; 5 operations" in printed(Lines(console, verbose=True), console, step)


def test_a_terminal_gets_the_picture_and_keeps_only_what_matters() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    view = view_for(console, quiet=False)
    assert type(view) is Screen
    passed = ev.GateFinished(gate="secrets", status="passed", seconds=1, findings=0)
    failed = ev.GateFinished(gate="backend.build", status="failed", seconds=1, findings=1)
    with console.capture() as capture, view:
        view.event(passed)
        view.event(failed)
        with view.paused():
            console.print("a question")
    kept = [line for line in capture.get().splitlines() if "1.0s" in line]
    assert len(kept) == 1
    assert "backend.build" in kept[0]


def test_quiet_says_nothing() -> None:
    console = plain()
    with console.capture() as capture, view_for(console, quiet=True) as view:
        view.event(STARTED)
    assert type(view) is Silent
    assert capture.get() == ""
