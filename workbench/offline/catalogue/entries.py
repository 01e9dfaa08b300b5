"""The catalogue of common things and systems, read from its data files."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
_SAME = {"reservation": "booking", "booking": "reservation"}


@dataclass(frozen=True)
class Thing:
    """A common thing; the keys of things.toml explain each part."""

    fields: str
    belongs_to: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    sorts: bool = False
    several: bool = False
    alone: bool = False
    beside: tuple[str, ...] = ()
    instead: str = ""


@lru_cache(maxsize=1)
def things() -> dict[str, Thing]:
    """Each common thing by its singular, in lower case."""
    data = tomllib.loads((FOLDER / "things.toml").read_text(encoding="utf-8"))
    return {
        name: Thing(
            fields=entry["fields"],
            belongs_to=tuple(entry.get("belongs_to", ())),
            refers_to=tuple(entry.get("refers_to", ())),
            sorts=entry.get("sorts", False),
            several=entry.get("several", False),
            alone=entry.get("alone", False),
            beside=tuple(entry.get("beside", ())),
            instead=entry.get("instead", ""),
        )
        for name, entry in data.items()
    }


def meant(known: Thing, kept: Collection[str]) -> Thing:
    """The thing that is meant where things of these names are kept."""
    return things()[known.instead] if set(known.beside).intersection(kept) else known


@lru_cache(maxsize=1)
def systems() -> dict[str, list[str]]:
    """The things that each system keeps, by the system's name in lower case."""
    return tomllib.loads((FOLDER / "systems.toml").read_text(encoding="utf-8"))


def thing(key: str) -> Thing | None:
    """The thing of that name, or the one that its last word names: a hotel booking is a booking."""
    named = things().get(key.rpartition(" ")[2])
    return things().get(key) or (None if named is None or named.alone else named)


def system(key: str) -> list[str] | None:
    """The things that a system of that name keeps.

    A hotel booking is what a hotel keeps; else the longest end of the name tells: a job board.
    """
    before, _, last = key.rpartition(" ")
    kept = systems().get(before, [])
    if key not in systems() and not {last, _SAME.get(last, last)}.isdisjoint(kept):
        return kept
    words = key.split()
    ends = (" ".join(words[place:]) for place in range(len(words)))
    return next((found for end in ends if (found := systems().get(end)) is not None), None)
