"""Findings that are the same: one fault that several checks met."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.progress.fingerprint import normalise
from workbench.progress.results import Finding

_NUMBER = re.compile(r"(?<=/)\d+")


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings in groups of the same, in the order in which each was first met.

    The same are those of one gate and file that saw one request, or one thing, answered in one way:
    the name of the check and its title, which stands before the request, do not matter.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return list(groups.values())


def _key(finding: Finding) -> tuple[str, ...]:
    met = finding.message
    if finding.check and finding.expected:
        met = _NUMBER.sub("{id}", met.rpartition(": ")[2])
    return (
        finding.gate, finding.rule, finding.file, str(finding.line or ""), normalise(met),
        normalise(finding.expected), normalise(finding.actual),
    )  # fmt: skip
