"""What every command prints in the same way: events as JSON, and one line for an error."""

from __future__ import annotations

from stackwright.streams import complain
from workbench.errors import InputError
from workbench.evidence.events import Event, RunFailed, VerdictReached
from workbench.evidence.verdict import Verdict
from workbench.host.untrusted.printable import visible


class UsageError(InputError):
    """The command line itself is wrong: the line says all that there is to know."""


def print_event(event: Event) -> None:
    """One event, one line, in ASCII: it can be read whatever the terminal's encoding is."""
    print(event.model_dump_json(ensure_ascii=True), flush=True)


def print_verdict(verdict: Verdict, out: str) -> None:
    """The closing line of a run that delivered."""
    print_event(
        VerdictReached(
            verified=verdict.verified,
            conclusion=verdict.conclusion.value,
            exit_code=verdict.exit_code,
            out=out,
            verdict=verdict.model_dump(mode="json"),
        )
    )


def fail(as_json: bool, kind: str, message: str, code: int) -> int:
    """The closing line of a run that did not, and its exit code."""
    line = " ".join(message.split())
    if as_json:
        print_event(RunFailed(kind=kind, message=line, exit_code=code))
    else:
        complain(f"stackwright: {visible(line)}")
    return code


def exclusive(*, json: bool, quiet: bool, verbose: bool) -> None:
    """Raises `UsageError` for ways of showing a run that exclude each other."""
    if sum((json, quiet, verbose)) > 1:
        raise UsageError("use one of --json, --quiet and --verbose")
