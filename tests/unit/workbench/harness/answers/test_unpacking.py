"""Packed answers are unpacked as HTTP says, and never beyond the bound."""

from __future__ import annotations

import gzip
import zlib

import pytest

from workbench.harness.answers import unpacking
from workbench.harness.answers.bounded import TooMuch
from workbench.harness.answers.unpacking import NotUnpacked, unpacked


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"text", ""),
        (b"text", "identity"),
        (gzip.compress(b"text"), "GZIP"),
        (zlib.compress(b"text"), "deflate"),
        (zlib.compress(b"text")[2:-4], "deflate"),  # without zlib's frame, as some servers send it
    ],
    ids=["not packed", "as it is", "gzip", "deflate", "deflate without its frame"],
)
def test_a_packed_body_is_the_text_that_was_packed(body: bytes, encoding: str) -> None:
    assert unpacked(body, encoding) == b"text"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"text", "br"),
        (b"text", "gzip"),
        (gzip.compress(b"text")[:-9], "gzip"),
        (b"x", "gzip, gzip"),
    ],
    ids=["another packing", "no gzip", "cut off", "packed twice"],
)
def test_what_we_did_not_ask_for_and_what_is_damaged_is_refused(body: bytes, encoding: str) -> None:
    with pytest.raises(NotUnpacked):
        unpacked(body, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_nothing_is_unpacked_beyond_the_bound(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MAX_BYTES", 1000)
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    assert unpacked(pack(bytes(1000)), encoding) == bytes(1000)
    with pytest.raises(TooMuch):
        unpacked(pack(bytes(1_000_000)), encoding)
