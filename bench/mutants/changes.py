"""Mutants under names that last: the same change of the same code has the same fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Digits of a fingerprint: enough for 10,000 mutants of a system.
DIGITS = 10


@dataclass(frozen=True)
class Change:
    """One mutant of a system; `id` switches it on in one build and is another in the next.

    `file` is relative to the system's folder; `function` is empty outside functions.
    """

    id: int
    kind: str
    file: str
    line: int
    function: str
    what: str
    fingerprint: str = ""


def with_fingerprints(changes: Iterable[Change]) -> list[Change]:
    """The changes with fingerprints, which depend neither on ids nor on line numbers."""
    seen: Counter[str] = Counter()
    named = []
    for change in changes:
        text = "\0".join((change.file, change.function, change.kind, change.what))
        seen[text] += 1
        digest = hashlib.sha256(f"{text}\0{seen[text]}".encode()).hexdigest()[:DIGITS]
        named.append(
            Change(
                change.id,
                change.kind,
                change.file,
                change.line,
                change.function,
                change.what,
                digest,
            )
        )
    return named


def sample(changes: Sequence[Change], seed: str, size: int) -> list[Change]:
    """So many changes, chosen by `seed`; 0 is all. A greater sample holds a smaller one whole."""

    def rank(change: Change) -> bytes:
        return hashlib.sha256(f"{seed}\0{change.fingerprint}".encode()).digest()

    ranked = sorted(changes, key=rank)
    return ranked[:size] if size else ranked
