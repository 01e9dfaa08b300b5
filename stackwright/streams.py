"""Standard input, output and error as they are: closed, in an old encoding, or left by their reader."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TextIO

from workbench.errors import InputError

# Of the variables of the environment, those that are options or settings of ours.
OUR_VARIABLES = ("STACKWRIGHT_", "OPENAI_")
_WANTED = {0: os.O_RDONLY, 1: os.O_WRONLY, 2: os.O_WRONLY}
EXIT_READER_LEFT = 141  # as a shell gives for SIGPIPE


def make_streams_sound() -> None:
    """Makes stdout and stderr accept any character, and reopens closed streams on /dev/null."""
    for descriptor, wanted in _WANTED.items():
        if not _is_open_for(descriptor, wanted):
            _send_nowhere(descriptor)
            if descriptor == 0:
                sys.stdin = None  # as Python has it for a closed one
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def refuse_odd_bytes(arguments: Sequence[str], variables: Mapping[str, str]) -> None:
    """Raises `InputError` for an argument, or a variable of ours, that is not UTF-8.

    It could be neither shown nor stored. The data folder alone may have any name.
    """
    named = [(f"argument {number}", argument) for number, argument in enumerate(arguments, 1)]
    named += [
        (name, value)
        for name, value in variables.items()
        if name.startswith(OUR_VARIABLES) and name != "STACKWRIGHT_HOME"
    ]
    for name, value in named:
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"{name} is not UTF-8 text; convert it, for example with iconv"
            ) from error


def flush() -> None:
    """Writes what is buffered. Raises `OSError` if standard output cannot be written."""
    with suppress(OSError):  # the fault cannot be reported there; the exit code says it
        sys.stderr.flush()
    sys.stdout.flush()


def complain(text: str) -> None:
    """Prints to standard error; where nobody can read it, the exit code has to do."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def reader_left() -> int:
    """The exit code when the reader has closed the output."""
    drop_output()
    return EXIT_READER_LEFT


def drop_output() -> None:
    """Discards buffered output, so that the interpreter's own flush cannot fail."""
    _send_nowhere(1)


def _is_open_for(descriptor: int, wanted: int) -> bool:
    """False for a stream that is closed, or open only in the other direction."""
    try:
        mode = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE
    except OSError:
        return False
    return mode in (wanted, os.O_RDWR)


def _send_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != descriptor:  # the lowest free number may be this one
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")
