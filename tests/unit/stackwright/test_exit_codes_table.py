"""The table of exit codes in docs/commands.md has a row for each code that a command can end with, and no other."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest

from stackwright.signals import Interrupted
from tests.support.repository import ROOT
from workbench.errors import InternalError, StackwrightError, SystemStopped

# Of a verdict: verified, red or unproven, green with requirements that are not proven.
VERDICTS = frozenset({0, 1, 4})
READER_LEFT = 141


def classes_below(base: type[StackwrightError]) -> Iterator[type[StackwrightError]]:
    for below in base.__subclasses__():
        yield below
        yield from classes_below(below)


def codes_of_the_table() -> list[int]:
    rows = re.findall(r"^\| ([\d, ]+) \| \S", (ROOT / "docs/commands.md").read_text(), re.M)
    return [int(code) for row in rows for code in row.split(",")]


def test_every_code_has_one_row_and_every_row_a_code() -> None:
    errors = {each.exit_code for each in classes_below(StackwrightError)}
    signals = {Interrupted(n).exit_code for n in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)}
    codes = codes_of_the_table()
    assert sorted(codes) == sorted(errors | signals | VERDICTS | {READER_LEFT})


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (Interrupted(signal.SIGHUP), "interrupted", 129),
        (Interrupted(signal.SIGINT), "interrupted", 130),
        (Interrupted(signal.SIGTERM), "interrupted", 143),
        (SystemStopped("x"), "system", 1),
        (InternalError("x"), "internal", 70),
    ],
)
def test_an_error_says_of_which_kind_it_is(error: StackwrightError, kind: str, code: int) -> None:
    assert (error.kind, error.exit_code) == (kind, code)
