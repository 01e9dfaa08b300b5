"""`stackwright plan`."""

from __future__ import annotations

import errno
import os
import shlex
import sys
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
    RequestFile,
    Seconds,
    Storage,
    Tokens,
    Usd,
    Verbose,
    request_text,
)
from stackwright.commands.output import exclusive
from stackwright.commands.paths import path_option
from stackwright.signals import run_interruptible
from stackwright.terminal import Terminal
from workbench.errors import InputError, StackwrightError
from workbench.host.faults import host_fault


def plan(
    request: Annotated[
        str | None, typer.Argument(metavar="REQUEST", help="what to plan; - reads standard input")
    ] = None,
    file: RequestFile = None,
    out: Annotated[
        Path | None,
        path_option("save the plan in this file, as YAML; it must not exist yet; - prints it"),
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
    printed = str(out) == "-"
    if out is not None and not printed:
        _check_place(out)
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
    # What is shown on the way is not part of the plan that is printed.
    console = Terminal(soft_wrap=True, stderr=printed)
    with view_for(console, quiet=quiet, verbose=verbose) as view:
        result = run_interruptible(aplan(text, on_event=view.event, **options_with_defaults(given)))
    console.print()
    console.print(result.in_words, highlight=False, markup=False)
    if printed:
        sys.stdout.buffer.write(result.text.encode())  # a plan is UTF-8, whatever the terminal is
    elif out is not None:
        try:
            out.write_text(result.text, "utf-8")
        except OSError as error:
            raise _unsaved(out, error) from error
        command = f"stackwright build --plan {shlex.quote(str(out))}"
        console.print(f"Saved. Build from it with: {escape(command)}", highlight=False)
    return 0


def _check_place(out: Path) -> None:
    """Raises `StackwrightError` if a new file cannot be made there: a plan may cost money."""
    try:
        if os.path.lexists(out):
            raise InputError(f"--out {out}: there is such a file already; name another one")
        if not out.parent.is_dir():
            raise InputError(f"--out {out}: there is no folder {out.parent}; make it first")
    except OSError as error:
        raise _unsaved(out, error) from error
    if not os.access(out.parent, os.W_OK | os.X_OK):
        raise InputError(f"--out {out}: nothing can be written there; name another place")


def _unsaved(out: Path, error: OSError) -> StackwrightError:
    """A full disk is the environment's fault, a place that takes no file is the option's."""
    fault = host_fault(error)
    full = fault is not None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)
    if fault is not None and full:
        return fault
    return InputError(f"--out {out}: {error.strerror}; name another place")
