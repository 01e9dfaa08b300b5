"""The command line. Exit codes: 0 verified · 1 red · 2 bad input · 3 environment · 4 green, but not
all proven · 70 internal error · 129 / 130 / 143 interrupted by a signal · 141 the pipe was closed."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Annotated

import typer

import stackwright
from stackwright.commands.building import build, resume
from stackwright.commands.output import UsageError, fail
from stackwright.commands.planning import plan
from stackwright.commands.running import doctor, run
from stackwright.commands.runs import report, runs
from stackwright.commands.verify import verify
from stackwright.streams import (
    complain,
    drop_output,
    flush,
    make_streams_sound,
    reader_left,
    refuse_odd_bytes,
)
from workbench.errors import StackwrightError

EXIT_ENVIRONMENT, EXIT_INTERNAL = 3, 70

app = typer.Typer(
    add_completion=True,
    pretty_exceptions_enable=False,
    help="From a request in plain words to a running, verified Go + React system.",
)
for command in (build, plan, resume, verify, run, runs, report, doctor):
    app.command()(command)


def main() -> None:
    """Entry point: every failure a user can cause is one line, and in --json one event."""
    make_streams_sound()
    arguments = sys.argv[1:]
    as_json = "--json" in arguments
    traced = any(argument in ("-v", "--verbose") for argument in arguments)
    try:
        code = _code_of(arguments, as_json=as_json, traced=traced)
        flush()
    except BrokenPipeError:
        code = reader_left()
    except OSError as error:
        code = fail(False, "environment", f"standard output: {error.strerror}", EXIT_ENVIRONMENT)
        drop_output()
    sys.exit(code)


def _code_of(arguments: list[str], *, as_json: bool, traced: bool) -> int:
    """Runs the command; its exit code, and its failure reported. Raises `OSError` of the output."""
    try:
        refuse_odd_bytes(arguments, os.environ)
        code = app(args=arguments, prog_name="stackwright", standalone_mode=False)
    except typer.TyperException as error:
        return fail(as_json, "input", error.format_message(), 2)
    except (BrokenPipeError, KeyboardInterrupt, typer.Abort, EOFError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return fail(as_json, "interrupted", "stopped", 130)
    except StackwrightError as error:
        if traced and not isinstance(error, UsageError):
            complain(traceback.format_exc().rstrip())
        return fail(as_json, error.kind, str(error), error.exit_code)
    except Exception as error:  # noqa: BLE001 (the last line of defence: named, traced, exit code 70)
        return _unexpected(error, as_json=as_json, traced=traced)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception, *, as_json: bool, traced: bool) -> int:
    """Maps OS errors to exit code 3, all others to 70."""
    from workbench.host.faults import host_fault

    fault = host_fault(error)
    if traced or fault is None:
        complain(traceback.format_exc().rstrip())
    if fault is not None:
        return fail(as_json, fault.kind, str(fault), fault.exit_code)
    return fail(as_json, "internal", f"internal error: {error!r}", EXIT_INTERNAL)


def _version(value: bool) -> None:
    if value:
        print(f"stackwright {stackwright.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="the version")
    ] = False,
) -> None:
    del version
    if context.invoked_subcommand is None:
        print(context.get_help())


if __name__ == "__main__":
    main()
