"""Findings that are the same: one fault that several checks met."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.progress.fingerprint import normalise
from workbench.progress.results import Finding

_NUMBER = re.compile(r"(?<=/)\d+")
# How a Go contract test names a trace and its step before what the step met.
_STEP = re.compile(r"^(?:\w+\.go:\d+: )?(?P<title>.*): step \d+: (?P<met>.*)$", re.DOTALL)


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings in groups of the same, in the order in which each was first met.

    The same are those of one gate and file that saw one request, or one thing, answered in one way:
    the name of the check and its title, which stands before the request, do not matter.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return list(groups.values())


def met_in(finding: Finding) -> str:
    """The check that met it: its name, or the title of a Go contract test's trace; empty for none."""
    step = _STEP.match(finding.message)
    return finding.check or (step["title"] if step else "")


def _key(finding: Finding) -> tuple[str, ...]:
    met = finding.message
    if finding.check and finding.expected:
        met = _NUMBER.sub("{id}", met.rpartition(": ")[2])
    elif step := _STEP.match(met):
        met = _NUMBER.sub("{id}", step["met"])
    return (
        finding.gate,
        finding.rule,
        finding.file,
        str(finding.line or ""),
        normalise(met),
        normalise(finding.expected),
        normalise(finding.actual),
    )
