"""secrets: no credential in the generated files."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Finding, GateResult, judged

NAME = "secrets"
IGNORED = frozenset({"node_modules", "package-lock.json", "go.sum"})
MAX_BYTES = 1 << 20

# What names a secret is none itself: a label, a control's name, `current-password`.
NAMES_A_SECRET = r"""[a-z_/-]*(?:password|passwd|secret|key|token)[a-z_/-]*["']"""
# Formats that their issuers document; no guess by entropy, which rejects sound systems.
IN_SOURCE = "a password in the source"
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "an OpenAI key": re.compile(r"\bsk-(?:proj-)?[A-Za-z0-9_-]{20,}\b"),
    "a GitHub token": re.compile(
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"
    ),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}\b"),
    "a password in a URL": re.compile(
        r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>{}$]+:[^\s/:@\"'<>{}$]+@"
    ),
    IN_SOURCE: re.compile(
        rf"""(?i)(?:password|passwd|secret|api_?key|token)\w*\s*(?::=|=|:)\s*["'](?!{NAMES_A_SECRET})[^"'\s]{{8,}}["']"""
    ),
}


async def check(context: GateContext) -> GateResult:
    """Scans every text file of the system."""
    started = time.monotonic()
    findings = await asyncio.to_thread(lambda: list(_scan(context.folder)))
    return judged(NAME, findings, seconds=time.monotonic() - started)


def _scan(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if set(relative.parts) & IGNORED or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > MAX_BYTES:
            continue
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1):
            for name, pattern in PATTERNS.items():
                # A test makes up passwords; every other format is a real one wherever it stands.
                if name == IN_SOURCE and "test" in relative.name.lower():
                    continue
                if pattern.search(line):
                    yield Finding(
                        gate=NAME, message=f"{name} is in the file", file=str(relative), line=number
                    )


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="no generated file holds a credential",
    rules=("files.no_credentials",),
)
