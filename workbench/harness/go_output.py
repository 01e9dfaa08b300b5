"""Parses the output of the Go tools."""

from __future__ import annotations

import re

from workbench.host.untrusted.lines import bounded_lines
from workbench.progress.results import Finding

_DIAGNOSTIC = re.compile(
    r"^(?:vet: )?(?P<file>[\w./@-]+\.(?:go|mod)):(?P<line>\d{1,9})(?::\d+)?: (?P<message>.+)$"
)
_WITHOUT_FILE = re.compile(
    r"(^go: |^package |no required module provides|cannot find|missing go\.sum|undefined: )"
)

# Nobody mends more at once, and each is stored.
MAX_FINDINGS = 500


def diagnostics(gate: str, output: str) -> list[Finding]:
    """One finding per compiler message; the whole output as one finding if it has none."""
    findings: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()
    for line in bounded_lines(output):
        if len(findings) == MAX_FINDINGS:
            break
        match = _DIAGNOSTIC.match(line.strip())
        if match is not None:
            file = "backend/" + match["file"].removeprefix("./").replace("../", "")
            key = (file, match["line"], match["message"])
            if key not in seen:
                seen.add(key)
                findings.append(
                    Finding(gate=gate, message=match["message"], file=file, line=int(match["line"]))
                )
        elif _WITHOUT_FILE.search(line) and ("", "", line) not in seen:
            seen.add(("", "", line))
            findings.append(Finding(gate=gate, message=line.strip()))
    if not findings:
        message = output.strip()[-2000:] or "failed without any output"
        findings.append(Finding(gate=gate, message=message))
    return findings
