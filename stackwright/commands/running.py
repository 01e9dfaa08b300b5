"""`stackwright run` and `stackwright doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackwright.signals import Interrupted, run_interruptible
from stackwright.terminal import Terminal


def run(
    folder: Annotated[Path, typer.Argument(help="a delivered system")],
    open_it: Annotated[bool, typer.Option("--open", help="open the page in the browser")] = False,
) -> int:
    """Starts backend and page together, until Ctrl-C.

    Example: stackwright run notes --open
    """
    from stackwright.running import serve_folder

    try:
        run_interruptible(
            serve_folder(folder.resolve(), lambda line: print(line, flush=True), open_page=open_it)
        )
    except Interrupted as error:
        print("stopped")
        return error.exit_code
    return 0


def doctor(
    install: Annotated[
        bool, typer.Option("--install", help="put what is missing into Stackwright's own folder")
    ] = False,
) -> int:
    """Shows the tools on this machine, and what is not verified without each.

    Example: stackwright doctor --install
    """
    from stackwright.doctor import examine

    return run_interruptible(examine(Terminal(), install=install))
