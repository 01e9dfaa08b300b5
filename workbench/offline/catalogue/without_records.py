"""Systems that keep no records by themselves, and what to write instead of their names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "without_records.toml"
USUAL = "books (title, author, year:int) and members (name)"


@dataclass(frozen=True)
class WithoutRecords:
    """One entry of without_records.toml."""

    names: frozenset[str]
    because: str
    instead: str


@lru_cache(maxsize=1)
def without_records() -> tuple[WithoutRecords, ...]:
    """The entries, read once."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))["system"]
    return tuple(
        WithoutRecords(frozenset(entry["names"].split("|")), entry["because"], entry["instead"])
        for entry in data
    )


def keeps_nothing(name: str) -> bool:
    """True for a name, in lower case, that ends with one of the entries: `chess game`."""
    words = name.split()
    ends = {" ".join(words[place:]) for place in range(len(words))}
    return any(ends & entry.names for entry in without_records())


def refusal(request: str) -> str:
    """Why nothing can be built from a request that names nothing to keep, and what to write instead."""
    found = [
        (match.start(), -len(name), name, entry)
        for entry in without_records()
        for name in entry.names
        if (match := re.search(rf"\b{re.escape(name)}\b", request.lower()))
    ]
    if not found:
        return (
            "The offline model found nothing to keep in this request. Name the records and "
            f"their fields, for example: {USUAL}."
        )
    _, _, name, entry = min(found, key=lambda item: item[:2])
    return (
        f"The offline model found nothing to keep in this request: what is called “{name}” "
        f"{entry.because}. Name records and their fields, for example: {entry.instead}."
    )
