"""Fingerprints of findings: the same fault has the same fingerprint on every run."""

from __future__ import annotations

import hashlib
import re

from workbench.host.untrusted.linear import linear
from workbench.progress.results import Finding

_VOLATILE = (
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (re.compile(r"\b\d+(\.\d+)?\s?(ms|µs|ns|s|seconds?|minutes?)\b"), "<duration>"),
    (re.compile(r"\b(127\.0\.0\.1|localhost|\[::1\]):\d+"), "<address>"),
    (re.compile(r"\b0x[0-9a-f]+\b"), "<pointer>"),
    (re.compile(r"\bgoroutine \d+"), "goroutine <n>"),
    (linear(r"(/[\w.@-]+)*/(tmp|runs)(/[\w.@-]+)+"), "<path>"),
    (re.compile(r"(?<=[\w)]):\d+(:\d+)?\b"), ":<line>"),
    (re.compile(r"\(\d+,\d+\)"), "(<line>)"),
    (re.compile(r"\bline \d+"), "line <n>"),
)


def normalise(text: str) -> str:
    """The text without times, ports, addresses, temporary paths, line numbers and goroutine ids."""
    for pattern, replacement in _VOLATILE:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def fingerprint(finding: Finding) -> str:
    """Twelve hex digits that identify the fault, independent of run and line.

    Evidence is left out: requests, responses and logs differ between runs.
    """
    parts = (
        finding.gate,
        finding.check,
        finding.entity,
        finding.file,
        normalise(finding.message),
        normalise(finding.expected),
        normalise(finding.actual),
    )
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]
