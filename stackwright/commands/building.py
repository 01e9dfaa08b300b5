"""`stackwright build` and `stackwright resume`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from stackwright.commands.output import UsageError, exclusive, print_event, print_verdict
from stackwright.commands.paths import path_option
from stackwright.options import described
from stackwright.results import BuildResult
from stackwright.signals import run_interruptible
from stackwright.terminal import Terminal
from workbench.errors import InputError
from workbench.host.untrusted.files import read_users_file

Json = Annotated[bool, typer.Option("--json", help="one event per line on stdout")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="only the verdict")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="every step, and tracebacks of errors")
]
Approve = Annotated[bool, typer.Option("--approve", help="show the plan and ask before building")]
Usd = Annotated[float | None, typer.Option(help=described("budget_usd"))]
Tokens = Annotated[int | None, typer.Option(help=described("budget_tokens"))]
Seconds = Annotated[float | None, typer.Option(help=described("budget_seconds"))]
Attempts = Annotated[int | None, typer.Option(help=described("max_attempts"))]
Stagnation = Annotated[int | None, typer.Option(help=described("max_stagnation"))]
SandboxOption = Annotated[str | None, typer.Option("--sandbox", help=described("sandbox"))]
Role = Annotated[str | None, typer.Option(help=described("planner_model"))]
ModelOption = Annotated[str | None, typer.Option("--model", help=described("model"))]
Storage = Annotated[str | None, typer.Option(help=described("storage"))]
Document = Annotated[Path | None, path_option(described("openapi"))]
Record = Annotated[Path | None, path_option(described("record"))]
Replay = Annotated[Path | None, path_option(described("replay"))]
RequestFile = Annotated[Path | None, path_option("read the request from a file", "--file", "-f")]
# More than any request may have; a device never ends.
MAX_REQUEST_BYTES = 1 << 20
Start = Callable[..., Coroutine[Any, Any, BuildResult]]


def build(
    request: Annotated[
        str | None, typer.Argument(metavar="REQUEST", help="what to build; - reads standard input")
    ] = None,
    file: RequestFile = None,
    out: Annotated[Path | None, path_option(described("out"))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=described("replace"))] = False,
    approve: Approve = False,
    model: ModelOption = None,
    planner_model: Role = None,
    coder_model: Role = None,
    debugger_model: Role = None,
    storage: Storage = None,
    openapi: Document = None,
    plan: Annotated[Path | None, path_option(described("plan"))] = None,
    budget_usd: Usd = None,
    budget_tokens: Tokens = None,
    budget_seconds: Seconds = None,
    max_attempts: Attempts = None,
    max_stagnation: Stagnation = None,
    allow_dependency: Annotated[
        list[str] | None, typer.Option(help=described("allow_dependency"))
    ] = None,
    sandbox: SandboxOption = None,
    scaffold: Annotated[str | None, typer.Option(help=described("scaffold"))] = None,
    record: Record = None,
    replay: Replay = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Builds a system and proves it.

    Examples:

      stackwright build "a todo list with title, done and due date"

      stackwright build --file request.txt --out shop --model openai:gpt-5 --budget-usd 2

      stackwright build "a page for our API" --openapi openapi.yaml --model openai:gpt-5

      echo "A notes app" | stackwright build - --approve

      stackwright build --plan plan.yaml

    Options come from the command line, else from the environment (STACKWRIGHT_MODEL, …), else from
    .env, else from stackwright.toml in this folder.
    """
    from stackwright.api import abuild
    from stackwright.defaults import options_with_defaults

    exclusive(json=json, quiet=quiet, verbose=verbose)
    from_plan = plan is not None and request is None and file is None
    text = "" if from_plan else request_text(request, file)
    given = {
        "model": model,
        "planner_model": planner_model,
        "coder_model": coder_model,
        "debugger_model": debugger_model,
        "storage": storage,
        "openapi": openapi,
        "plan": plan,
        "budget_usd": budget_usd,
        "budget_tokens": budget_tokens,
        "budget_seconds": budget_seconds,
        "max_attempts": max_attempts,
        "max_stagnation": max_stagnation,
        "out": out,
        "allow_dependency": allow_dependency or None,
        "sandbox": sandbox,
        "scaffold": scaffold,
        "record": record,
        "replay": replay,
    }
    options = options_with_defaults(given) | {"replace": replace}
    if approve and request == "-":
        raise UsageError("--approve asks on standard input; give the request with --file")
    return _run(abuild, (text,), options, approve=approve, json=json, quiet=quiet, verbose=verbose)


def resume(
    run: Annotated[
        str, typer.Argument(help="the run's name or its beginning; default the newest")
    ] = "",
    out: Annotated[Path | None, path_option("another folder for the result")] = None,
    approve: Approve = False,
    budget_usd: Usd = None,
    budget_tokens: Tokens = None,
    budget_seconds: Seconds = None,
    max_attempts: Attempts = None,
    max_stagnation: Stagnation = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Continues an interrupted, killed or stopped run from its last finished step.

    Model answers that were paid for are reused. Limits can be raised; a limit that is not given stays
    as it was.

    Examples:

      stackwright resume

      stackwright resume 20260131-101500 --budget-usd 10
    """
    from stackwright.api import aresume

    exclusive(json=json, quiet=quiet, verbose=verbose)
    given = {
        "out": out,
        "budget_usd": budget_usd,
        "budget_tokens": budget_tokens,
        "budget_seconds": budget_seconds,
        "max_attempts": max_attempts,
        "max_stagnation": max_stagnation,
    }
    return _run(aresume, (run,), given, approve=approve, json=json, quiet=quiet, verbose=verbose)


def _run(
    start: Start,
    arguments: tuple[str],
    options: dict[str, Any],
    *,
    approve: bool,
    json: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Runs to the end, and shows it in the way that was asked for."""
    from stackwright.approving import TerminalApprover
    from stackwright.closing import show_commands, show_verdict
    from stackwright.live import view_for

    if approve and json:
        raise UsageError("--approve asks on the terminal; leave out --json")
    if approve and sys.stdin is None:
        raise UsageError("--approve asks on standard input, which is closed")
    console = Terminal(soft_wrap=True)
    with view_for(console, quiet=quiet or json, verbose=verbose) as shown:
        result = run_interruptible(
            start(
                *arguments,
                **options,
                on_event=print_event if json else shown.event,
                approver=TerminalApprover(console, shown) if approve else None,
            )
        )
    if json:
        print_verdict(result.verdict, str(result.out))
        return result.exit_code
    console.print()
    show_verdict(console, result.verdict)
    if result.moved_aside is not None:
        console.print(f"The folder that was there before is now {escape(str(result.moved_aside))}")
    show_commands(console, result.out)
    return result.exit_code


def request_text(request: str | None, file: Path | None) -> str:
    """The request from wherever it is. Raises `StackwrightError`."""
    if file is not None:
        if request is not None:
            raise UsageError("give the request once: as an argument or with --file")
        return _text(read_users_file(str(file), "--file"), f"--file {file}")
    if request is None:
        raise UsageError("Missing argument REQUEST: say what to build, for example: A notes app")
    if request != "-":
        return request
    if sys.stdin is None:
        raise UsageError("- reads the request from standard input, which is closed")
    try:
        return _text(sys.stdin.buffer.read(MAX_REQUEST_BYTES), "standard input")
    except OSError as error:
        raise InputError(f"standard input cannot be read: {error.strerror}") from error


def _text(content: bytes, where: str) -> str:
    """The content as text. Raises `InputError` if it is not UTF-8, or longer than any request."""
    if len(content) == MAX_REQUEST_BYTES:
        raise InputError(f"{where}: longer than any request may be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8 text; convert it, for example with iconv") from error
