"""frontend.tests: the frontend's own tests pass; none is skipped, and each makes an assertion."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.host.removal import remove_tree
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_shape
from workbench.host.untrusted.lines import bounded_lines
from workbench.progress.results import NOT_INSTALLED, Finding, GateResult, judged, not_verified

NAME = "frontend.tests"
# Vitest's message, with --expect.requireAssertions, for a test that never called `expect`.
NO_ASSERTION = "expected any number of assertion, but got none"
REPORT = "vitest/report.json"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_UNHANDLED = tuple(
    f"⎯ {kind} ⎯" for kind in ("Uncaught Exception", "Unhandled Rejection", "Unhandled Error")
)
_RULE = "⎯" * 5
MAX_UNHANDLED, MAX_LINES_EACH = 50, 60
MAX_REPORT_BYTES = 32 << 20


class _Test(BaseModel):
    fullName: str  # noqa: N815 (Vitest's names)
    status: str
    failureMessages: Sequence[str] | None = None  # noqa: N815


class _Suite(BaseModel):
    name: str
    status: str
    message: str = ""
    assertionResults: Sequence[_Test] = ()  # noqa: N815


class _Report(BaseModel):
    """Vitest's JSON report, as far as it is read. Tests can write to it."""

    numTotalTests: int  # noqa: N815
    testResults: Sequence[_Suite]  # noqa: N815


async def check(context: GateContext) -> GateResult:
    """Runs Vitest once and reads its JSON report."""
    if not context.node_modules.is_dir():
        return not_verified(NAME, NOT_INSTALLED)
    started = time.monotonic()
    report = context.scratch / REPORT
    finished = await context.node(
        "vitest/vitest.mjs",
        "run",
        "--expect.requireAssertions",
        "--reporter=json",
        "--reporter=default",
        f"--outputFile.json={report}",
        env={"TZ": "UTC"},
        writes=report.parent,
    )
    findings = await asyncio.to_thread(_findings, context)
    if not finished.ok:
        findings += unhandled_errors(finished.output)
    if not finished.ok and not findings:
        findings = [Finding(gate=NAME, message=finished.output[-2000:] or "Vitest failed")]
    return judged(
        NAME, findings, seconds=time.monotonic() - started, commands=[context.record(finished)]
    )


def unhandled_errors(output: str) -> list[Finding]:
    """The errors that no test expects, as Vitest prints them; its JSON report leaves them out."""
    return [
        Finding(
            gate=NAME,
            message=f"an error that no test expects: {text.strip().splitlines()[0]}"[:600],
            evidence=text.strip()[:4000],
        )
        for text in _passages(_ESCAPES.sub("", output))
    ]


def _passages(output: str) -> list[str]:
    """What stands below each heading of an error that no test expects, up to the next rule."""
    passages: list[list[str]] = []
    is_within = False
    for line in bounded_lines(output):
        if any(heading in line for heading in _UNHANDLED) and len(passages) < MAX_UNHANDLED:
            passages.append([])
            is_within = True
        elif line.startswith(_RULE):
            is_within = False
        elif is_within and len(passages[-1]) < MAX_LINES_EACH:
            passages[-1].append(line)
    texts = ("\n".join(lines) for lines in passages)
    return [text for text in texts if text.strip()]


def _findings(context: GateContext) -> list[Finding]:
    try:
        report = read_shape(_Report, context.scratch, REPORT, MAX_REPORT_BYTES)
    except MissingFile:
        return []
    except UnreadableFile as error:
        message = f"the tests change the report on themselves: {error.reason}"
        return [Finding(gate=NAME, message=message, expected="Vitest's own report")]
    finally:
        # What stands in its place may be a folder: it would be taken for the next run's report.
        remove_tree((context.scratch / REPORT).parent)
    findings = [item for suite in report.testResults for item in _suite(context, suite)]
    if report.numTotalTests == 0 and not findings:
        message = "the frontend has no tests of its own"
        findings.append(Finding(gate=NAME, message=message, rule="frontend.own_tests"))
    return findings


def _suite(context: GateContext, suite: _Suite) -> Iterator[Finding]:
    file = suite.name.removeprefix(str(context.folder) + "/")
    if suite.status == "failed" and not suite.assertionResults:
        message = _ESCAPES.sub("", suite.message) or "the test file did not load"
        yield Finding(gate=NAME, message=message[:600], file=file, evidence=message[:4000])
    for test in suite.assertionResults:
        if test.status == "failed":
            text = _ESCAPES.sub("", "\n".join(test.failureMessages or ()))
            if NO_ASSERTION in text:
                yield Finding(
                    gate=NAME,
                    message=f"the test {test.fullName} asserts nothing",
                    file=file,
                    expected="an `expect` about what the page shows or sends",
                    actual="the test passed without calling `expect`",
                    rule="tests.assert_something",
                )
                continue
            yield Finding(
                gate=NAME,
                message=f"{test.fullName}: {text.splitlines()[0] if text else 'failed'}"[:600],
                file=file,
                evidence=text[:4000],
            )
        elif test.status != "passed":
            yield Finding(
                gate=NAME,
                message=f"{test.fullName}: {test.status}",
                file=file,
                rule="frontend.no_skipped_tests",
            )


GATE = Gate(
    name=NAME,
    stage=Stage.TESTS,
    check=check,
    proves="the tests of the frontend pass in Vitest; none is skipped, and each makes an assertion",
    rules=(
        "frontend.tests_pass",
        "frontend.own_tests",
        "frontend.no_skipped_tests",
        "tests.assert_something",
    ),
    turn=1,
    component="frontend",
    runs_the_system=True,
)
