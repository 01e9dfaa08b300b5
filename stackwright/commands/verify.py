"""`stackwright verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich.markup import escape

from stackwright.commands.building import Json, Quiet, SandboxOption, Verbose
from stackwright.commands.output import exclusive, print_event, print_verdict
from stackwright.commands.paths import path_argument
from stackwright.signals import run_interruptible
from stackwright.terminal import Terminal


def verify(
    folder: Annotated[Path, path_argument("a delivered system")],
    sandbox: SandboxOption = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Runs all gates again, without a model; changes nothing in the folder.

    Example: stackwright verify notes
    """
    from graph.context import BuildOptions
    from stackwright.api import averify
    from stackwright.closing import show_verdict
    from stackwright.defaults import options_with_defaults
    from stackwright.live import view_for
    from stackwright.options import checked
    from stackwright.verification import changed_files

    exclusive(json=json, quiet=quiet, verbose=verbose)
    options = checked(BuildOptions, options_with_defaults({"sandbox": sandbox}))
    console = Terminal(soft_wrap=True)
    with view_for(console, quiet=quiet or json, verbose=verbose) as view:
        listener = print_event if json else view.event
        verdict = run_interruptible(averify(folder, on_event=listener, sandbox=options.sandbox))
    if json:
        print_verdict(verdict, str(folder))
        return verdict.exit_code
    show_verdict(console, verdict)
    changed = changed_files(folder, verdict)
    if changed:
        console.print(f"Changed since it was delivered: {', '.join(map(escape, changed[:10]))}")
    return verdict.exit_code
