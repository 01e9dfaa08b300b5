"""Arguments and streams as an operating system may hand them over."""

from __future__ import annotations

import io

import pytest

from stackwright.streams import flush, refuse_odd_bytes
from workbench.errors import InputError


def test_an_argument_that_is_not_utf_8_is_named_by_its_number() -> None:
    refuse_odd_bytes(["build", "notes für alle"])
    with pytest.raises(InputError, match="argument 2 is not UTF-8 text"):
        refuse_odd_bytes(["build", "notes \udcff"])


def test_what_is_buffered_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    print("verdict", end="")
    assert raw.getvalue() == b""
    flush()
    assert raw.getvalue() == b"verdict"


def test_a_closed_stream_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    monkeypatch.setattr("sys.stderr", None)
    print("verdict", end="")
    flush()
    assert raw.getvalue() == b"verdict"
