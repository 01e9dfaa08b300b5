"""`stackwright runs` and `stackwright report`."""

from __future__ import annotations

import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from stackwright.terminal import Terminal
from stackwright.verification import REPORT_FILE
from workbench.errors import InputError
from workbench.host.folders import data_folders, shown_path
from workbench.runs.records import RunRecord, RunStore, UnknownRun

LINE_WIDTH = 4000
STATES = {"finished": "green", "running": "cyan", "waiting": "yellow", "stopped": "yellow"}
CONCLUSIONS = {"verified": "green", "red": "red"}


def runs(
    json: Annotated[bool, typer.Option("--json", help="one run per line, as JSON")] = False,
    limit: Annotated[int, typer.Option(min=1, help="how many of the newest")] = 20,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="remove working copies, damaged runs, and all but the ten newest finished runs",
        ),
    ] = False,
) -> int:
    """Lists the runs of this machine, newest first; those that are not finished can be resumed.

    Delivered results are never removed. Every run prunes automatically with larger limits; --prune
    applies the strict limits now.

    Examples:

      stackwright runs --limit 5

      stackwright runs --prune
    """
    if prune:
        return _prune()
    found = RunStore(data_folders().runs).all()[:limit]
    if json:
        for record in found:
            now = record.model_copy(update={"state": record.state_now})
            print(now.model_dump_json(ensure_ascii=True))
        return 0
    # If no terminal has a width, each run is a line, however long.
    console = Terminal(soft_wrap=True, width=None if sys.stdout.isatty() else LINE_WIDTH)
    if not found:
        console.print('No run yet. Start one with: stackwright build "A notes app"')
        return 0
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("run", "started", "state", "verdict", "request", "result"):
        table.add_column(column, overflow="fold", no_wrap=column in ("run", "started", "state"))
    for record in found:
        table.add_row(*_row(record))
    console.print(table)
    return 0


def _prune() -> int:
    from workbench.runs.pruning import WHEN_ASKED, prune

    removed = prune(WHEN_ASKED)
    print(
        f"removed {removed.runs} runs and the working copies of {removed.working_copies}: "
        f"{removed.size / 1e6:.0f} MB"
    )
    return 0


def report(
    what: Annotated[
        str, typer.Argument(help="a delivered folder, or a run's name; default the newest result")
    ] = "",
    open_it: Annotated[bool, typer.Option("--open", help="open it in the browser")] = False,
) -> int:
    """Prints the path of a result's report.

    Example: stackwright report notes --open
    """
    path = _report(what)
    print(path)
    if open_it:
        webbrowser.open(path.as_uri())
    return 0


def _report(what: str) -> Path:
    """The report's file. Raises `StackwrightError`."""
    folder = Path(what).resolve() if what and _is_folder(what) else _delivered(what)
    if not (folder / REPORT_FILE).is_file():
        raise InputError(f"{folder} has no report ({REPORT_FILE} is missing)")
    return folder / REPORT_FILE


def _delivered(name: str) -> Path:
    """The folder that the run of that name, or the newest, has delivered. Raises `StackwrightError`."""
    store = RunStore(data_folders().runs)
    if not name:
        delivered = [record for record in store.all() if record.out]
        if not delivered:
            raise InputError(
                'no run has delivered anything yet; start one with: stackwright build "A notes app"'
            )
        return Path(delivered[0].out)
    try:
        record = store.get(name)
    except UnknownRun as error:
        raise InputError(f"{shown_path(name)}: no such folder, and {error}") from error
    if not record.out:
        raise InputError(
            f"run {record.id} has delivered nothing yet; go on with: stackwright resume {record.id}"
        )
    return Path(record.out)


def _is_folder(name: str) -> bool:
    """False too for what no folder can be called: it may be the name of a run."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def _row(record: RunRecord) -> tuple[str, ...]:
    state = record.state_now
    style = STATES.get(state, "yellow")
    colour = CONCLUSIONS.get(record.conclusion, "yellow")
    return (
        record.id,
        time.strftime("%Y-%m-%d %H:%M", time.localtime(record.started)),
        f"[{style}]{state}[/{style}]",
        f"[{colour}]{record.conclusion}[/{colour}]" if record.conclusion else "–",
        escape(" ".join(record.request.split())[:60]),
        escape(record.out or record.summary[:60]),
    )
