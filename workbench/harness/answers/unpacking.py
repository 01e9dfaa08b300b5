"""The content of an answer, unpacked within bounds: a few kilobytes of gzip stand for gigabytes."""

from __future__ import annotations

import zlib

from workbench.harness.answers.bounded import MAX_BYTES, TooMuch

# What we ask for (`Accept-Encoding`), with the form that zlib expects.
PACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
ACCEPTED = "gzip, deflate"


class NotUnpacked(ValueError):
    """An answer is packed in another way than we asked for, or is damaged.

    Outside the tree: it is a ValueError, as the unpackers of the library raise.
    """


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without its `Content-Encoding`. Raises `TooMuch` and `NotUnpacked`."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not body:
        return body
    if encoding not in PACKED:
        raise NotUnpacked(f"Content-Encoding: {encoding[:40]}; we accept {ACCEPTED}")
    forms = [PACKED[encoding]] + ([-zlib.MAX_WBITS] if encoding == "deflate" else [])
    for form in forms:
        try:
            return _inflated(body, form)
        except zlib.error as error:
            reason = str(error)
    raise NotUnpacked(reason)


def _inflated(body: bytes, form: int) -> bytes:
    machine = zlib.decompressobj(form)
    whole = machine.decompress(body, MAX_BYTES)
    if machine.unconsumed_tail:
        raise TooMuch(f"the answer unpacks to more than {MAX_BYTES >> 20} MiB")
    if not machine.eof:
        raise zlib.error("the packed answer is cut off")
    return whole
