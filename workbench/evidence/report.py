"""The report: one HTML file with the request, the plan, the results, the repairs and the costs."""

from __future__ import annotations

import base64
import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.evidence.licences import Dependency
from workbench.evidence.timeline import bars_of
from workbench.evidence.verdict import Verdict
from workbench.rendering.templates import render_html

TEMPLATES = Path(__file__).parent / "templates"
MAX_DIFF_LINES = 400
# Lines on each side that are compared one by one, and lines around a change.
MAX_COMPARED, CONTEXT = 300, 2
_START = re.compile(r"([-+])(\d+)")
# Properties that no gate proves; README.md lists the same ones.
NOT_CLAIMED = (
    "survival of a power cut",
    "behaviour when the storage fails",
    "safety against every attack: only the listed ones were tried",
    "behaviour under more load than eight clients at once",
    "that a behaviour which no seeded fault breaks is tested",
    "other services: stand-ins responded as the plan says",
    "taste: judge the look by the screenshots",
)


@dataclass(frozen=True)
class FileDiff:
    """A repair's change to one file, as unified diff lines."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class RepairShown:
    """One attempt after the first: its findings, its changes, and whether it was better."""

    attempt: int
    scope: str
    findings: tuple[str, ...]
    diffs: tuple[FileDiff, ...]
    improved: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ReportFacts:
    """All data of the report; writing it reads nothing else."""

    run: str
    verdict: Verdict
    steps: Sequence[Mapping[str, Any]]
    repairs: Sequence[RepairShown]
    screenshots: Mapping[str, bytes]
    dependencies: Sequence[Dependency]


def write_report(facts: ReportFacts) -> str:
    """The report as HTML, with embedded styles and images and without scripts."""
    direct = [item for item in facts.dependencies if item.direct]
    others = Counter(item.licence for item in facts.dependencies if not item.direct)
    return render_html(
        TEMPLATES,
        "report.html.j2",
        run=facts.run,
        verdict=facts.verdict,
        bars=bars_of(dict(step) for step in facts.steps),
        repairs=facts.repairs,
        screenshots={
            name: base64.b64encode(content).decode() for name, content in facts.screenshots.items()
        },
        direct=direct,
        others=sorted(others.items(), key=lambda item: (-item[1], item[0])),
        not_claimed=NOT_CLAIMED,
    )


def diff_files(
    before: Mapping[str, bytes], after: Mapping[str, bytes], limit: int = MAX_DIFF_LINES
) -> tuple[FileDiff, ...]:
    """Unified diffs of the text files that differ, cut after `limit` lines each."""
    diffs = []
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
        old = before.get(path, b"").decode("utf-8", "replace").splitlines()
        new = after.get(path, b"").decode("utf-8", "replace").splitlines()
        lines = _changed(old, new)
        if len(lines) > limit:
            lines = [*lines[:limit], f"… {len(lines) - limit} more lines"]
        diffs.append(FileDiff(path, tuple(lines)))
    return tuple(diffs)


def _changed(old: list[str], new: list[str]) -> list[str]:
    """The unified diff; of more than some hundred changed lines, all that stands between the first
    and the last: `difflib` takes time that grows with the cube of them.
    """
    most = min(len(old), len(new))
    top = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - top) if old[-1 - n] != new[-1 - n]), most - top)
    begin, stop = max(0, top - CONTEXT), max(0, end - CONTEXT)
    was, now = old[begin : len(old) - stop], new[begin : len(new) - stop]
    if max(len(was), len(now)) <= MAX_COMPARED:
        lines = list(difflib.unified_diff(was, now, lineterm="", n=CONTEXT))[2:]
        return [_moved(line, begin) if line.startswith("@@") else line for line in lines]
    was, now = old[top : len(old) - end], new[top : len(new) - end]
    header = f"@@ -{top + 1},{len(was)} +{top + 1},{len(now)} @@"
    return [header, *(f"-{line}" for line in was), *(f"+{line}" for line in now)]


def _moved(header: str, lines: int) -> str:
    """``@@ -1,2 +1,3 @@`` of a part that begins after so many lines of the file."""
    return _START.sub(lambda start: f"{start[1]}{int(start[2]) + lines}", header)
