"""The command line. Exit codes: 0 verified · 1 red or unproven · 2 bad input · 3 environment ·
70 our own fault · 130 / 143 interrupted."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

import stackwright
from stackwright.commands.building import build, resume
from stackwright.commands.output import fail
from stackwright.commands.running import doctor, run
from stackwright.commands.runs import report, runs
from stackwright.commands.verify import verify
from stackwright.signals import Interrupted
from workbench.errors import StackwrightError

EXIT_OUR_FAULT = 70

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From a request in plain words to a running, verified Go + React system.",
)
for command in (build, resume, verify, run, runs, report, doctor):
    app.command()(command)


def main() -> None:
    """Entry point: every failure a user can cause is one line, and in --json one event."""
    arguments = sys.argv[1:]
    as_json = "--json" in arguments
    traced = any(argument in ("-v", "--verbose") for argument in arguments)
    try:
        code = app(args=arguments, prog_name="stackwright", standalone_mode=False)
    except typer.TyperException as error:
        code = fail(as_json, "input", error.format_message(), 2)
    except StackwrightError as error:
        if traced:
            traceback.print_exc()
        code = fail(as_json, error.kind, str(error), error.exit_code)
    except Interrupted as error:
        code = fail(as_json, "interrupted", str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt, EOFError):
        code = fail(as_json, "interrupted", "stopped", 130)
    except Exception as error:  # noqa: BLE001 (the last line of defence: named, traced, exit code 70)
        traceback.print_exc()
        code = fail(as_json, "internal", f"a fault of Stackwright's own: {error!r}", EXIT_OUR_FAULT)
    sys.exit(code if isinstance(code, int) else 0)


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


if __name__ == "__main__":
    main()
