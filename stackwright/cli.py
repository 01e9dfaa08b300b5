"""The command line. Exit codes: 0 verified · 1 red or unproven · 2 bad input · 3 environment ·
70 our own fault · 130 / 143 interrupted."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

import stackwright
from stackwright.results import StackwrightError
from stackwright.signals import Interrupted, run_interruptible
from workbench.evidence.events import Event, RunFailed, VerdictReached
from workbench.evidence.verdict import Verdict

EXIT_OUR_FAULT = 70

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From a request in plain words to a running, verified Go + React system.",
)


def main() -> None:
    """Entry point: every failure a user can cause is one line, and in --json one event."""
    arguments = sys.argv[1:]
    as_json = "--json" in arguments
    try:
        code = app(args=arguments, prog_name="stackwright", standalone_mode=False)
    except typer.TyperException as error:
        code = _fail(as_json, "input", error.format_message(), 2)
    except StackwrightError as error:
        code = _fail(as_json, error.kind, str(error), error.exit_code)
    except Interrupted as error:
        code = _fail(as_json, "interrupted", str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        code = _fail(as_json, "interrupted", "stopped", 130)
    except Exception as error:  # noqa: BLE001 (the last line of defence: named, traced, exit code 70)
        traceback.print_exc()
        code = _fail(
            as_json, "internal", f"a fault of Stackwright's own: {error!r}", EXIT_OUR_FAULT
        )
    sys.exit(code if isinstance(code, int) else 0)


@app.command()
def build(
    request: Annotated[str, typer.Argument(help="what to build; - reads it from standard input")],
    out: Annotated[
        Path | None, typer.Option(help="folder for the result; default ./<plan name>")
    ] = None,
    replace: Annotated[bool, typer.Option(help="move a folder in the way aside")] = False,
    model: Annotated[str, typer.Option(help="offline, or openai:NAME")] = "auto",
    storage: Annotated[str, typer.Option(help="auto, sqlite or memory")] = "auto",
    budget_seconds: Annotated[float | None, typer.Option(help="x")] = None,
    max_attempts: Annotated[int, typer.Option(help="judged versions before giving up")] = 10,
    max_stagnation: Annotated[int, typer.Option(help="repairs without progress forgiven")] = 2,
    json: Annotated[bool, typer.Option("--json", help="one event per line on stdout")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="only the verdict")] = False,
) -> int:
    """Builds a system and proves it.

    Example: stackwright build "a todo list with title, done and due date"
    """
    from stackwright.api import abuild
    from stackwright.live import show_commands, show_verdict, view_for

    text = sys.stdin.read() if request == "-" else request
    console = Console(soft_wrap=True)
    with view_for(console, quiet=quiet or json) as view:
        result = run_interruptible(
            abuild(
                text,
                out=out,
                replace=replace,
                model=model,
                storage=storage,
                max_attempts=max_attempts,
                budget_seconds=budget_seconds,
                max_stagnation=max_stagnation,
                on_event=_print_event if json else view.event,
            )
        )
    if json:
        _print_verdict(result.verdict, str(result.out))
        return result.exit_code
    console.print()
    show_verdict(console, result.verdict)
    if result.moved_aside is not None:
        console.print(f"What was there before is in {escape(str(result.moved_aside))}")
    show_commands(console, result.out)
    return result.exit_code


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="a delivered system")],
    json: Annotated[bool, typer.Option("--json", help="one event per line on stdout")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="only the verdict")] = False,
) -> int:
    """Runs all gates again, without a model; changes nothing in the folder."""
    from stackwright.api import averify
    from stackwright.live import show_verdict, view_for
    from stackwright.verification import changed_files

    console = Console(soft_wrap=True)
    with view_for(console, quiet=quiet or json) as view:
        listener = _print_event if json else view.event
        verdict = run_interruptible(averify(folder, on_event=listener))
    if json:
        _print_verdict(verdict, str(folder))
        return verdict.exit_code
    show_verdict(console, verdict)
    changed = changed_files(folder, verdict)
    if changed:
        console.print(f"Changed since it was delivered: {', '.join(map(escape, changed[:10]))}")
    return verdict.exit_code


@app.command()
def run(folder: Annotated[Path, typer.Argument(help="a delivered system")]) -> int:
    """Starts backend and page together, until Ctrl-C."""
    from stackwright.running import serve_folder

    try:
        run_interruptible(serve_folder(folder.resolve(), lambda line: print(line, flush=True)))
    except Interrupted as error:
        print("stopped")
        return error.exit_code
    return 0


@app.command()
def doctor(
    install: Annotated[
        bool, typer.Option("--install", help="put what is missing into Stackwright's own folder")
    ] = False,
) -> int:
    """Shows the tools on this machine, and what is not verified without each."""
    from stackwright.doctor import examine

    return run_interruptible(examine(Console(), install=install))


def _version(value: bool) -> None:
    if value:
        print(f"stackwright {stackwright.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="the version")
    ] = False,
) -> None:
    del version


def _print_event(event: Event) -> None:
    print(event.model_dump_json(), flush=True)


def _print_verdict(verdict: Verdict, out: str) -> None:
    _print_event(
        VerdictReached(
            verified=verdict.verified,
            exit_code=verdict.exit_code,
            out=out,
            verdict=verdict.model_dump(mode="json"),
        )
    )


def _fail(as_json: bool, kind: str, message: str, code: int) -> int:
    line = " ".join(message.split())
    if as_json:
        _print_event(RunFailed(kind=kind, message=line, exit_code=code))
    else:
        print(f"stackwright: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
