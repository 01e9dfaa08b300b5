"""Advice from databases of known vulnerabilities, shown beside the verdict and never part of it.

Both tools call services on the network. If they fail, the report says so and the verdict is unchanged.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from workbench.host.process import Finished
from workbench.host.registry_tools import RegistryTools

AUDIT_SECONDS = 60.0


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Advice(_Part):
    """One known vulnerability of one package."""

    package: str
    severity: str
    title: str
    url: str = ""


class Audit(_Part):
    """The advice of one tool; `unavailable` says why it has none."""

    tool: str
    advice: tuple[Advice, ...] = ()
    unavailable: str = ""


async def audits_of(folder: Path, tools: RegistryTools) -> tuple[Audit, ...]:
    """Runs npm audit on the frontend's lock file and govulncheck on the backend, in parallel."""
    return tuple(
        await asyncio.gather(_npm(folder / "frontend", tools), _go(folder / "backend", tools))
    )


async def _npm(frontend: Path, tools: RegistryTools) -> Audit:
    argv = ("npm", "audit", "--json", "--package-lock-only")
    # Without a network npm would retry for a minute.
    variables = {"npm_config_fetch_retries": "0"}
    finished = await tools.run(argv, frontend, variables, AUDIT_SECONDS)
    return _audit("npm audit", finished, advice_of_npm)


async def _go(backend: Path, tools: RegistryTools) -> Audit:
    program = await asyncio.to_thread(
        shutil.which, "govulncheck", path=tools.toolchains.environment.get("PATH")
    )
    if program is None:
        return Audit(tool="govulncheck", unavailable="it is not installed")
    argv = (program, "-format", "json", "./...")
    finished = await tools.run(argv, backend, {}, AUDIT_SECONDS)
    return _audit("govulncheck", finished, advice_of_govulncheck)


def _audit(tool: str, finished: Finished, advice: Callable[[str], tuple[Advice, ...]]) -> Audit:
    if finished.timed_out:
        return Audit(tool=tool, unavailable=f"no result within {AUDIT_SECONDS:g} s")
    try:
        return Audit(tool=tool, advice=advice(finished.stdout))
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ):  # not a report of the expected form
        return Audit(tool=tool, unavailable=_reason(finished))


def _reason(finished: Finished) -> str:
    """npm's error message without URLs and without paths of the host."""
    try:
        message = str(json.loads(finished.stdout)["message"]).partition(" - ")[0]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        message = f"there is no report (exit code {finished.exit_code})"
    return message.partition("http")[0].strip()[:200]


def advice_of_npm(report: str) -> tuple[Advice, ...]:
    """The advice in a report of `npm audit --json`, version 2. Raises ValueError, KeyError or TypeError."""
    vulnerabilities = json.loads(report)["vulnerabilities"]
    return tuple(
        Advice(package=name, severity=via["severity"], title=via["title"], url=via.get("url", ""))
        for name, entry in sorted(vulnerabilities.items())
        for via in entry["via"]
        if isinstance(via, dict)
    )


def advice_of_govulncheck(report: str) -> tuple[Advice, ...]:
    """The advice on called functions in `govulncheck -format json`. Raises ValueError or KeyError."""
    messages = list(_messages(report))
    if not any("config" in message for message in messages):
        raise ValueError("not a report of govulncheck")
    known = {m["osv"]["id"]: m["osv"] for m in messages if "osv" in m}
    called = {
        (message["finding"]["osv"], message["finding"]["trace"][0]["module"])
        for message in messages
        if "finding" in message and message["finding"]["trace"][0].get("function")
    }
    return tuple(
        Advice(
            package=module,
            severity="called",
            title=known[identifier].get("summary", identifier),
            url=f"https://pkg.go.dev/vuln/{identifier}",
        )
        for identifier, module in sorted(called)
    )


def _messages(report: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of the stream that govulncheck prints."""
    decoder, start = json.JSONDecoder(), 0
    while start < len(report.rstrip()):
        start += len(report[start:]) - len(report[start:].lstrip())
        message, start = decoder.raw_decode(report, start)
        yield message
