"""`stackwright run` and `stackwright doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackwright.commands.building import SandboxOption
from stackwright.commands.paths import path_argument
from stackwright.signals import Interrupted, run_interruptible
from stackwright.terminal import Terminal
from workbench.host.untrusted.printable import visible


def run(
    folder: Annotated[Path, path_argument("a delivered system")],
    open_it: Annotated[bool, typer.Option("--open", help="open the page in the browser")] = False,
    sandbox: SandboxOption = None,
) -> int:
    """Starts backend and page together, until Ctrl-C.

    In the sandbox, both are reachable only from this machine, and the server can write only to
    backend/data and reaches no other service.

    Example: stackwright run notes --open
    """
    from graph.context import BuildOptions
    from stackwright.defaults import options_with_defaults
    from stackwright.options import checked
    from stackwright.running import serve_folder

    mode = checked(BuildOptions, options_with_defaults({"sandbox": sandbox})).sandbox
    try:
        run_interruptible(serve_folder(folder.resolve(), _say, open_page=open_it, sandbox=mode))
    except Interrupted as error:
        print("stopped")
        return error.exit_code
    return 0


def _say(line: str) -> None:
    print(visible(line), flush=True)


def doctor(
    install: Annotated[
        bool, typer.Option("--install", help="install missing tools into Stackwright's own folder")
    ] = False,
) -> int:
    """Shows the tools on this machine, and what cannot be verified without each.

    Example: stackwright doctor --install
    """
    from stackwright.doctor import examine

    return run_interruptible(examine(Terminal(), install=install))
