"""What the measurement says, in tables: by family, by gate, and what slipped through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.gates.registry import GATE_NAMES

OFTEN = {1: "once", 2: "twice"}


@dataclass(frozen=True)
class Outcome:
    """One system and the gates that were red on it; `open` ones could not say."""

    name: str
    family: str
    host: str
    red: tuple[str, ...]
    open: tuple[str, ...]
    rejected: bool
    findings: tuple[str, ...] = ()  # the first of each red or open gate
    round: int = 1
    version: str = ""  # of the gates: a digest of workbench/

    @property
    def is_sound(self) -> bool:
        """True for a system that must be accepted."""
        return self.family in ("sound", "variant")

    @property
    def is_wrong(self) -> bool:
        """True if the verdict was not what it must be."""
        return self.rejected if self.is_sound else not self.rejected


def tables(outcomes: Sequence[Outcome]) -> str:
    """The whole result as Markdown; of several rounds the worst of each, and how often they agree."""
    worst, repeated = of_all_rounds(outcomes)
    faulty = [outcome for outcome in worst if not outcome.is_sound]
    sound = [outcome for outcome in worst if outcome.is_sound]
    accepted = sum(not outcome.rejected for outcome in sound)
    missed = [outcome for outcome in faulty if outcome.is_wrong]
    parts = [
        f"{len(faulty)} seeded faults: {len(faulty) - len(missed)} rejected, "
        f"{len(missed)} falsely accepted. "
        f"{len(sound)} sound systems: {accepted} accepted, "
        f"{len(sound) - accepted} falsely rejected.",
        repeated,
        by_version(outcomes),
        by_family(faulty),
        by_gate(faulty),
        wrong(worst),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def of_all_rounds(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], str]:
    """One outcome of each system, a wrong one if there was any; and a sentence on repetitions."""
    rounds: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        rounds.setdefault((outcome.name, outcome.host), []).append(outcome)
    worst = [next((o for o in several if o.is_wrong), several[0]) for several in rounds.values()]
    counts = Counter(len(several) for several in rounds.values())
    if not rounds or max(counts) == 1:
        return worst, ""
    differing = [s[0] for s in rounds.values() if len({o.rejected for o in s}) > 1]
    often = ", ".join(
        f"{count} measured {OFTEN.get(times, f'{times} times')}"
        for times, count in sorted(counts.items())
    )
    listed = "; ".join(f"{o.name} ({o.host})" for o in differing) or "none"
    return worst, f"Repeated: {often}. Verdict not the same each time: {listed}."


def by_version(outcomes: Sequence[Outcome]) -> str:
    """The versions of the gates that were measured, if there was more than one."""
    counts = Counter(outcome.version for outcome in outcomes)
    if len(counts) < 2:
        return ""
    listed = ", ".join(f"{count} with {version}" for version, count in counts.items())
    systems = {(outcome.name, outcome.host) for outcome in outcomes}
    last = {(o.name, o.host) for o in outcomes if o.version == outcomes[-1].version}
    return (
        f"The gates changed during the measurement. Measurements by version of the gates: {listed}. "
        f"With the last version {len(last)} of {len(systems)} systems were measured."
    )


def by_family(faulty: Sequence[Outcome]) -> str:
    """Seeded, rejected and falsely accepted in each family."""
    lines = ["| family | seeded | rejected | falsely accepted |", "| --- | ---: | ---: | ---: |"]
    for family in dict.fromkeys(outcome.family for outcome in faulty):
        members = [outcome for outcome in faulty if outcome.family == family]
        rejected = sum(outcome.rejected for outcome in members)
        lines.append(f"| {family} | {len(members)} | {rejected} | {len(members) - rejected} |")
    return "\n".join(lines)


def by_gate(faulty: Sequence[Outcome]) -> str:
    """What each gate caught, and what no other gate caught."""
    caught = Counter(gate for outcome in faulty for gate in outcome.red)
    alone: dict[str, list[str]] = {gate: [] for gate in GATE_NAMES}
    for outcome in faulty:
        if len(outcome.red) == 1:
            alone[outcome.red[0]].append(f"{outcome.name} ({outcome.host})")
    lines = ["| gate | caught | caught by this gate alone |", "| --- | ---: | --- |"]
    for gate in GATE_NAMES:
        names = "; ".join(alone[gate]) or "nothing"
        count = f"{len(alone[gate])}: " if alone[gate] else ""
        lines.append(f"| `{gate}` | {caught[gate]} | {count}{names} |")
    return "\n".join(lines)


def wrong(outcomes: Sequence[Outcome]) -> str:
    """Every system on which the verdict was wrong; empty when there is none."""
    lines = [
        f"- {'falsely rejected' if outcome.is_sound else 'falsely accepted'}: {outcome.name} "
        f"({outcome.family}, {outcome.host})"
        + (f": {'; '.join(outcome.findings or outcome.red)}" if outcome.is_sound else "")
        for outcome in outcomes
        if outcome.is_wrong
    ]
    return "\n".join(lines)
