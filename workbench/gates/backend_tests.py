"""backend.tests: every Go test passes under the race detector, the protected ones included."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.go_output import diagnostics
from workbench.harness.requests_as_text.lines import requests_up_to
from workbench.host.untrusted.files import UnreadableFile, read_text
from workbench.host.untrusted.json_texts import NotJson, read_json
from workbench.plan.steps import Trace
from workbench.progress.results import KEPT_OF_LOG, Finding, GateResult, judged, not_verified
from workbench.reference.traces import derive_traces
from workbench.scaffold.project import CONTRACT_FILES, CONTRACT_FOLDER

NAME = "backend.tests"
CONTRACT_PACKAGE = "/tests/contract"
CONTRACT_TEST = "TestContract/"
TEST_TIMEOUT = "240s"
# The step that a contract test names: `two accounts have one phone: step 3: …`.
_STEP = re.compile(r"contract_test\.go:\d+: .*?: step (\d+): ")
_MODULE = re.compile(r"^module\s+\"?([^\s\"]+)", re.M)


class _Event(BaseModel):
    """A line of `go test -json`, as far as it is read."""

    Action: str = ""
    Package: str = ""
    Test: str = ""
    Output: str = ""


@dataclass
class _Run:
    """The results that `go test -json` reported; the protected tests are those of one package."""

    contract_package: str
    outcomes: dict[tuple[str, str], str] = field(default_factory=dict)
    output: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    build_output: list[str] = field(default_factory=list)

    def is_contract_test(self, package: str, test: str) -> bool:
        return package == self.contract_package and test.startswith(CONTRACT_TEST)

    def failed_leaves(self) -> Iterator[tuple[str, str]]:
        """Failed tests none of whose subtests failed; a package's own failure has no test name."""
        failed = [key for key, outcome in self.outcomes.items() if outcome == "fail"]
        for package, test in failed:
            below = test + "/" if test else ""
            if not any(p == package and t != test and t.startswith(below) for p, t in failed):
                yield package, test


async def check(context: GateContext) -> GateResult:
    """Runs all tests; skipped and missing ones are findings."""
    if not context.toolchains.go.ok:
        return not_verified(NAME, "Go is missing or too old; run: stackwright doctor --install")
    if not context.toolchains.cc.ok:
        return not_verified(
            NAME, "the race detector needs a C compiler; run: stackwright doctor --install"
        )
    started = time.monotonic()
    finished = await context.go(
        "test", "-race", "-count=1", "-json", "-timeout", TEST_TIMEOUT, "./..."
    )
    module = await asyncio.to_thread(_module, context.backend / "go.mod")
    run = _read(finished.stdout, module + CONTRACT_PACKAGE)
    foreign = await asyncio.to_thread(lambda: list(_foreign(context.folder / CONTRACT_FOLDER)))
    traces = {trace.id: trace for trace in derive_traces(context.plan)}
    findings = [*foreign, *_failures(run, traces), *_skipped(run), *_missing(traces, run)]
    if not finished.ok and not findings:
        findings = diagnostics(NAME, "\n".join(run.build_output) + finished.stderr)
    passed = [
        "go:" + test.removeprefix(CONTRACT_TEST)
        for (package, test), outcome in run.outcomes.items()
        if outcome == "pass" and run.is_contract_test(package, test)
    ]
    return judged(
        NAME,
        findings,
        seconds=time.monotonic() - started,
        passed_checks=passed,
        commands=[context.record(finished)],
    )


def _module(manifest: Path) -> str:
    try:
        named = _MODULE.search(read_text(manifest.parent, manifest.name))
    except UnreadableFile:
        return ""
    return named[1] if named else ""


def _read(stdout: str, contract_package: str) -> _Run:
    run = _Run(contract_package)
    for line in stdout.splitlines():
        try:
            event = _Event.model_validate(read_json(line))
        except (NotJson, ValidationError):  # what a test prints by itself
            run.build_output.append(line)
            continue
        key = (event.Package, event.Test)
        match event.Action:
            case "output":
                run.output[key].append(event.Output)
            case "build-output":
                run.build_output.append(event.Output.rstrip())
            case "pass" | "fail" | "skip" as outcome:
                run.outcomes[key] = outcome
    return run


def _foreign(folder: Path) -> Iterator[Finding]:
    """Files in the protected package that are not ours: they could stop its tests from running."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in CONTRACT_FILES and not path.is_dir():
            yield Finding(
                gate=NAME,
                message=f"{CONTRACT_FOLDER}/ holds protected tests only; {name} is not one",
                file=f"{CONTRACT_FOLDER}/{name}",
                expected="the file in another folder",
            )


def _failures(run: _Run, traces: Mapping[str, Trace]) -> Iterator[Finding]:
    if run.build_output and any(outcome == "fail" for outcome in run.outcomes.values()):
        yield from diagnostics(NAME, "\n".join(run.build_output))
    for package, test in run.failed_leaves():
        output = "".join(run.output[(package, test)]).strip()
        if not test and (run.build_output or "FAIL" not in output):
            continue
        is_trace = run.is_contract_test(package, test)
        trace = traces.get(test.removeprefix(CONTRACT_TEST)) if is_trace else None
        yield Finding(
            gate=NAME,
            message=_message(output) or f"{package} {test} failed",
            check="go:" + test.removeprefix(CONTRACT_TEST) if is_trace else "",
            file="" if is_trace else _file(package, output),
            actual="" if is_trace else test,
            evidence=output[-KEPT_OF_LOG:] + _requests(trace, output),
        )


def _requests(trace: Trace | None, output: str) -> str:
    """The requests of a trace up to the one that failed, as its test says."""
    if trace is None:
        return ""
    failed = _STEP.search(output)
    steps = trace.steps[: int(failed[1])] if failed is not None else trace.steps
    return requests_up_to(steps)


def _message(output: str) -> str:
    """The first line that is not the test runner's own framing."""
    for line in output.splitlines():
        text = line.strip()
        if text and not text.startswith(("===", "---", "server log", "FAIL", "{")):
            return text[:600]
    return ""


def _file(package: str, output: str) -> str:
    folder = "backend" + package.partition("/backend")[2]
    for line in output.splitlines():
        name, _, rest = line.strip().partition(".go:")
        if rest[:1].isdigit() and "/" not in name:
            return f"{folder}/{name}.go"
    return ""


def _skipped(run: _Run) -> Iterator[Finding]:
    for (package, test), outcome in run.outcomes.items():
        if outcome == "skip" and test:
            yield Finding(
                gate=NAME,
                message=f"test {test} in {package} was skipped",
                rule="backend.no_skipped_tests",
            )


def _missing(traces: Iterable[str], run: _Run) -> Iterator[Finding]:
    if any(outcome == "fail" for outcome in run.outcomes.values()):
        return
    passed = {
        test.removeprefix(CONTRACT_TEST)
        for (package, test), outcome in run.outcomes.items()
        if outcome == "pass" and run.is_contract_test(package, test)
    }
    for trace in traces:
        if trace not in passed:
            yield Finding(gate=NAME, message="a contract test did not run", check="go:" + trace)
    own = [key for key in run.outcomes if key[1] and key[0] != run.contract_package]
    if not own:
        yield Finding(
            gate=NAME, message="the backend has no tests of its own", rule="backend.own_tests"
        )


GATE = Gate(
    name=NAME,
    stage=Stage.TESTS,
    check=check,
    proves="all Go tests pass under the race detector, the protected contract tests among them; none is skipped",
    rules=("backend.tests_pass", "backend.own_tests", "backend.no_skipped_tests"),
    component="backend",
    runs_the_system=True,
)
