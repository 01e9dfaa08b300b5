"""`stackwright runs` and `stackwright report`."""

from __future__ import annotations

import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from stackwright.verification import REPORT_FILE
from workbench.errors import InputError
from workbench.host.folders import data_folders
from workbench.runs.records import RunRecord, RunStore, UnknownRun

STATES = {"finished": "green", "running": "cyan", "waiting": "yellow", "stopped": "yellow"}


def runs(
    json: Annotated[bool, typer.Option("--json", help="one run per line, as JSON")] = False,
    limit: Annotated[int, typer.Option(min=1, help="how many of the newest")] = 20,
) -> int:
    """Lists the runs of this machine, newest first; those that are not finished can be resumed.

    Example: stackwright runs --limit 5
    """
    found = RunStore(data_folders().runs).all()[:limit]
    if json:
        for record in found:
            print(record.model_copy(update={"state": record.state_now}).model_dump_json())
        return 0
    console = Console(soft_wrap=True)
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


def report(
    what: Annotated[
        str, typer.Argument(help="a delivered folder, or a run's name; default the newest result")
    ] = "",
    open_it: Annotated[bool, typer.Option("--open", help="open it in the browser")] = False,
) -> int:
    """Says where the report of a result is.

    Example: stackwright report notes --open
    """
    path = _report(what)
    print(path)
    if open_it:
        webbrowser.open(path.as_uri())
    return 0


def _report(what: str) -> Path:
    """The report's file. Raises `StackwrightError`."""
    store = RunStore(data_folders().runs)
    if what and Path(what).is_dir():
        folder = Path(what).resolve()
    else:
        try:
            delivered = [record for record in store.all() if record.out]
            record = store.get(what) if what else (delivered or [store.get("")])[0]
        except UnknownRun as error:
            raise InputError(f"{what}: no such folder, and {error}") from error
        if not record.out:
            raise InputError(
                f"run {record.id} has delivered nothing yet; go on with: stackwright resume {record.id}",
                2,
            )
        folder = Path(record.out)
    if not (folder / REPORT_FILE).is_file():
        raise InputError(f"{folder} has no report ({REPORT_FILE} is missing)")
    return folder / REPORT_FILE


def _row(record: RunRecord) -> tuple[str, ...]:
    state = record.state_now
    style = STATES.get(state, "yellow")
    verdict = {True: "[green]verified[/green]", False: "[red]not verified[/red]"}
    return (
        record.id,
        time.strftime("%Y-%m-%d %H:%M", time.localtime(record.started)),
        f"[{style}]{state}[/{style}]",
        "–" if record.verified is None else verdict[record.verified],
        escape(" ".join(record.request.split())[:60]),
        escape(record.out or record.summary[:60]),
    )
