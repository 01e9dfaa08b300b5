"""The stopping rule: what counts as progress, and when to stop. Pure functions over the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.progress.ledger import Assessment, Ledger
from workbench.workspace.repair_scope import RepairScope

MAX_ATTEMPTS = 10
MAX_STAGNATION = 2


class Outcome(StrEnum):
    """What the run does after judging a tree."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"
    STAGNATION = "stagnation"
    ATTEMPTS = "attempts"
    RECHECK = "recheck"
    REPAIR = "repair"


# Each attempt without progress widens the scope.
SCOPES = (RepairScope.EDIT, RepairScope.FILE, RepairScope.COMPONENT)


@dataclass(frozen=True)
class Limits:
    """The bounds of the loop."""

    max_attempts: int = MAX_ATTEMPTS
    max_stagnation: int = MAX_STAGNATION


@dataclass(frozen=True)
class Decision:
    """The next step, the new ledger, and the new head."""

    outcome: Outcome
    ledger: Ledger
    head: str
    scope: RepairScope | None = None
    improved: bool = False


def better(new: Assessment, best: Assessment | None, seen: frozenset[str]) -> bool:
    """True when `new` is progress over `best`; `seen` are the fingerprints of all findings so far.

    Nothing that was verified may have become open, and no check that was green may be red. Then it
    must reach a later stage, or, in the same one, resolve a finding without bringing back one that
    was seen before. Findings that an earlier stage hid do not count against it.
    """
    if best is None:
        return True
    if new.open - best.open or best.green & new.red:
        return False
    if new.stage != best.stage:
        return new.stage > best.stage
    resolved = best.fingerprints - new.fingerprints
    introduced = new.fingerprints - best.fingerprints
    return bool(resolved) and not introduced & seen


def decide(ledger: Ledger, new: Assessment, limits: Limits) -> Decision:
    """The decision after the gates ran on a tree that was not judged before.

    The same tree may be judged a second time only after `Outcome.RECHECK`.
    """
    counted = ledger if ledger.rechecked else ledger.but(attempts=ledger.attempts + 1)
    seen = counted.but(
        rechecked=False,
        seen_fingerprints=counted.seen_fingerprints | new.fingerprints,
        seen_trees=counted.seen_trees | {new.tree},
    )
    if not new.red_gates:
        if not new.open:
            return Decision(Outcome.VERIFIED, seen.but(best=new), new.tree, improved=True)
        if not ledger.rechecked:
            waiting = seen.but(rechecked=True)
            return Decision(Outcome.RECHECK, waiting, new.tree)
        return Decision(Outcome.NOT_VERIFIED, seen.but(best=new), new.tree, improved=True)
    improved = better(new, ledger.best, ledger.seen_fingerprints)
    if improved:
        return _next(seen.but(best=new, misses=0), limits, improved=True)
    return _next(seen.but(misses=seen.misses + 1), limits)


def missed(ledger: Ledger, limits: Limits) -> Decision:
    """The decision after an attempt without a new tree: no draft, or a tree that was already judged."""
    attempts, misses = ledger.attempts + 1, ledger.misses + 1
    return _next(ledger.but(attempts=attempts, misses=misses), limits)


def _next(ledger: Ledger, limits: Limits, *, improved: bool = False) -> Decision:
    head = ledger.best.tree if ledger.best is not None else ""
    if ledger.misses > limits.max_stagnation:
        return Decision(Outcome.STAGNATION, ledger, head, improved=improved)
    if ledger.attempts >= limits.max_attempts:
        return Decision(Outcome.ATTEMPTS, ledger, head, improved=improved)
    scope = SCOPES[min(ledger.misses, len(SCOPES) - 1)]
    return Decision(Outcome.REPAIR, ledger, head, scope, improved=improved)
