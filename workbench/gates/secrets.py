"""secrets: no credential in any file that is delivered, dotfiles among them."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.harness.credentials import credential_in
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.host.untrusted.files import UnreadableFile, read_bytes
from workbench.plan.system import SystemPlan
from workbench.progress.results import Finding, GateResult, judged
from workbench.scaffold.accounts.access_views import seeded_accounts
from workbench.workspace.paths import is_protected
from workbench.workspace.system_files import system_files

NAME = "secrets"
MAX_BYTES = 16 << 20
# Files and folders that Go and Vitest treat as tests: passwords in them are invented.
_TEST = re.compile(
    r"(^|/)(tests?|testdata|__tests__|__mocks__)/|_test\.go$|\.(test|spec)\.[jt]sx?$"
)


async def check(context: GateContext) -> GateResult:
    """Scans every file of the system, whatever its name."""
    started = time.monotonic()
    findings = await asyncio.to_thread(lambda: list(_scan(context.folder, context.plan)))
    return judged(NAME, findings, seconds=time.monotonic() - started)


def _scan(folder: Path, plan: SystemPlan) -> Iterator[Finding]:
    # The plan itself gives these, until the environment has others.
    seeded = [account.password for account in seeded_accounts(plan)]
    for name in system_files(folder):
        try:
            text = read_bytes(folder, name, MAX_BYTES).decode("utf-8", "ignore")
        except UnreadableFile:  # a link, or nothing that has a content; larger is no source
            continue
        # Protected files contain the passwords of seeded and invented accounts.
        invented = is_protected(name) or _TEST.search(name) is not None
        for number, line in enumerate(text.splitlines(), 1):
            kind = credential_in(line, name, invented=invented)
            if kind is not None and not any(password in line for password in seeded):
                yield Finding(
                    gate=NAME,
                    message=f"the file contains {kind}",
                    file=name,
                    line=number,
                    expected="the value read from the environment; in an example file a placeholder",
                )


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="no delivered file holds a credential, dotfiles among them",
    rules=("files.no_credentials",),
)
