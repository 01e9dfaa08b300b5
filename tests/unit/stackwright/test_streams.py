"""Arguments and streams as an operating system may hand them over."""

from __future__ import annotations

import errno
import io
import sys

import pytest

from stackwright.streams import complain, flush, make_streams_sound, refuse_odd_bytes
from workbench.errors import InputError


def test_an_argument_that_is_not_utf_8_is_named_by_its_number() -> None:
    refuse_odd_bytes(["build", "notes für alle"], {})
    with pytest.raises(InputError, match="argument 2 is not UTF-8 text"):
        refuse_odd_bytes(["build", "notes \udcff"], {})


def test_what_is_buffered_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    print("verdict", end="")
    assert raw.getvalue() == b""
    flush()
    assert raw.getvalue() == b"verdict"


def test_a_variable_of_ours_that_is_not_utf_8_is_named() -> None:
    variables = {"HOME": "/h\udcff", "STACKWRIGHT_HOME": "/h\udcff", "OTHER": "\udcff"}
    refuse_odd_bytes([], variables)
    for name in ("OPENAI_MODEL", "STACKWRIGHT_MODEL"):
        with pytest.raises(InputError, match=f"{name} is not UTF-8 text"):
            refuse_odd_bytes([], {**variables, name: "gpt\udcff"})


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_what_is_printed_to_a_closed_stream_goes_nowhere(
    closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, closed, None)
    make_streams_sound()
    nowhere = getattr(sys, closed)
    print("verdict")
    complain("stackwright: x")
    assert not nowhere.isatty()
    flush()
    nowhere.close()


def test_a_complaint_that_cannot_be_written_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stderr", Full())
    complain("stackwright: x")
    flush()
