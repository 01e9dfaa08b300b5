"""Standard input, output and error as they are: closed, in an old encoding, or left by their reader."""

from __future__ import annotations

import os
import sys

from workbench.errors import InputError

EXIT_READER_LEFT = 141  # as a shell gives for SIGPIPE


def make_streams_sound() -> None:
    """Makes stdout and stderr accept any character, and reopens closed ones on /dev/null."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number is this one
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def refuse_odd_bytes(arguments: list[str]) -> None:
    """Raises `InputError` for an argument that is not UTF-8: it can be neither shown nor stored."""
    for number, argument in enumerate(arguments, 1):
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"argument {number} is not UTF-8 text; convert it, for example with iconv"
            ) from error


def flush() -> None:
    """Writes what is buffered. Raises `OSError` if it cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def reader_left() -> int:
    """The exit code when the reader has closed the output."""
    drop_output()
    return EXIT_READER_LEFT


def drop_output() -> None:
    """Discards buffered output, so that the interpreter's own flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
