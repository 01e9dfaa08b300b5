"""Go tests that change what is judged are red, with the file named; so is what sits in our package."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.scaffolds import scaffolded_backend
from workbench.gates import backend_build, backend_tests
from workbench.harness.gate import TEST_STAGES
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import run_gate, run_stages
from workbench.progress.results import GateResult, Status
from workbench.reference.traces import derive_traces

GATES = (backend_build.GATE, backend_tests.GATE)
MAIN = "backend/cmd/server/main.go"
# It rewrites the server's source, swaps the built server, and passes.
SWAPPING = """package data

import (
	"os"
	"testing"
)

func TestData(t *testing.T) {
	if err := os.WriteFile("../cmd/server/main.go", []byte("package main\\n\\nfunc main() {}\\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("../../../build/server", []byte("#!/bin/sh\\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}
"""
# What empties a package's tests: nothing of it runs, and go says that it passed.
EMPTYING = """package %s

import (
	"os"
	"testing"
)

func init() { os.Exit(0) }

func TestOwn(t *testing.T) { t.Error("never run") }
"""
FAILING = 'package data\n\nimport "testing"\n\nfunc TestData(t *testing.T) { t.Error("always") }\n'


async def judged(context: GateContext) -> dict[str, GateResult]:
    results = await run_stages(context, GATES, TEST_STAGES, run_gate, lambda _name, _result: None)
    assert results[0].status is Status.PASSED, results[0]
    return {result.gate: result for result in results}


async def test_a_test_that_swaps_the_servers_source_and_binary_is_red(tmp_path: Path) -> None:
    files = {"backend/data/data_test.go": SWAPPING}
    context = await scaffolded_backend(tmp_path, files, sandbox="off")
    result = (await judged(context))["backend.tests"]
    assert result.status is Status.FAILED
    assert [finding.file for finding in result.findings][:2] == [MAIN, ""]
    assert "the built server was changed" in result.findings[1].message


async def test_protected_tests_run_whatever_stands_beside_their_package(tmp_path: Path) -> None:
    files = {"backend/tests/own_test.go": EMPTYING % "tests"}
    context = await scaffolded_backend(tmp_path, files)
    # The tests build the server from the compiler's cache, which they cannot write.
    assert (await backend_build.check(context)).status is Status.PASSED
    result = await backend_tests.check(context)
    traces = await asyncio.to_thread(derive_traces, context.plan)
    assert set(result.passed_checks) == {f"go:{trace.id}" for trace in traces}
    assert result.status is Status.PASSED, result.findings


async def test_a_file_in_the_protected_package_is_red_by_its_name(tmp_path: Path) -> None:
    path = "backend/tests/contract/own_test.go"
    context = await scaffolded_backend(tmp_path, {path: EMPTYING % "contract"})
    result = await backend_tests.check(context)
    assert result.findings[0].file == path
    assert "holds protected tests only" in result.findings[0].message
    missing = [finding for finding in result.findings if "did not run" in finding.message]
    traces = await asyncio.to_thread(derive_traces, context.plan)
    assert len(missing) == len(traces), "and the tests that it kept from running are missed by name"


async def test_protected_tests_in_a_module_of_their_own_are_missed(tmp_path: Path) -> None:
    """Go leaves a nested module out of `./...`; tests of the same names elsewhere do not count."""
    files = {"backend/tests/go.mod": "module other\n\ngo 1.24\n"}
    result = await backend_tests.check(await scaffolded_backend(tmp_path, files))
    assert {finding.message for finding in result.findings} == {"a contract test did not run"}


async def test_a_failing_test_in_a_package_called_data_is_red(tmp_path: Path) -> None:
    context = await scaffolded_backend(tmp_path, {"backend/data/data_test.go": FAILING})
    (finding,) = (await judged(context))["backend.tests"].findings
    assert finding.file == "backend/data/data_test.go"
