"""`stackwright plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from stackwright.commands.building import (
    Document,
    ModelOption,
    Quiet,
    Record,
    Replay,
    Seconds,
    Storage,
    Tokens,
    Usd,
    Verbose,
    request_text,
)
from stackwright.commands.output import exclusive
from stackwright.signals import run_interruptible
from stackwright.terminal import Terminal
from workbench.errors import InputError


def plan(
    request: Annotated[
        str | None, typer.Argument(metavar="REQUEST", help="what to plan; - reads standard input")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="read the request from a file")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="save the plan in this file, as YAML; it must not exist yet")
    ] = None,
    model: ModelOption = None,
    openapi: Document = None,
    storage: Storage = None,
    budget_usd: Usd = None,
    budget_tokens: Tokens = None,
    budget_seconds: Seconds = None,
    record: Record = None,
    replay: Replay = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Shows the plan of a request as text and saves it, without building it.

    Examples:

      stackwright plan "a todo list with title, done and due date"

      stackwright plan --file request.txt --out plan.yaml

    Edit the saved plan and build from it with: stackwright build --plan plan.yaml
    """
    from stackwright.api import aplan
    from stackwright.defaults import options_with_defaults
    from stackwright.live import view_for

    exclusive(json=False, quiet=quiet, verbose=verbose)
    text = request_text(request, file)
    if out is not None and out.exists():
        raise InputError(f"--out {out}: this file exists already; name another one")
    given = {
        "model": model,
        "openapi": openapi,
        "storage": storage,
        "budget_usd": budget_usd,
        "budget_tokens": budget_tokens,
        "budget_seconds": budget_seconds,
        "record": record,
        "replay": replay,
    }
    console = Terminal(soft_wrap=True)
    with view_for(console, quiet=quiet, verbose=verbose) as view:
        result = run_interruptible(aplan(text, on_event=view.event, **options_with_defaults(given)))
    console.print()
    console.print(result.in_words, highlight=False, markup=False)
    if out is not None:
        try:
            out.write_text(result.text)
        except OSError as error:
            raise InputError(f"--out {out}: {error.strerror}") from error
        console.print(f"Saved. Build from it with: stackwright build --plan {escape(str(out))}")
    return 0
