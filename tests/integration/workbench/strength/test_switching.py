"""A test has the same surroundings with a mutant as without, so it cannot detect the switch."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from tests.support.scaffolds import scaffolded_backend
from workbench.harness.gate_context import GateContext
from workbench.strength.backend import _MutantRuns
from workbench.strength.mutants import build_mutants

# A test that records everything it can read of its surroundings.
RECORDING_TEST = """package domain_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestRecording(t *testing.T) {
	seen := map[string]any{"environment": os.Environ(), "arguments": os.Args}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	seen["folder"] = folder
	sources := map[string]string{}
	for _, pattern := range []string{"*", "../*", "../*/*.go"} {
		found, _ := filepath.Glob(pattern)
		for _, path := range found {
			text, _ := os.ReadFile(path)
			sources[path] = string(text)
		}
	}
	seen["sources"] = sources
	files, _ := filepath.Glob("/proc/self/fd/*")
	seen["open"] = len(files)
	text, err := json.Marshal(seen)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("seen.json", text, 0o600); err != nil {
		t.Fatal(err)
	}
}
"""
OUR_COPY = re.compile(r"\b[0-9a-f]{8}/domain\.test$")


async def test_a_test_cannot_detect_that_a_mutant_is_on(tmp_path: Path) -> None:
    context = await scaffolded_backend(
        tmp_path, {"backend/internal/domain/recording_test.go": RECORDING_TEST}
    )
    without, with_fault = await _surroundings(context, tmp_path / "copy")
    environment = with_fault.pop("environment")
    assert without.pop("environment") == environment
    assert not any(entry.startswith("STACKWRIGHT_") for entry in environment)
    for arguments in (without["arguments"], with_fault["arguments"]):
        arguments[0] = OUR_COPY.sub("domain.test", arguments[0])
    assert without == with_fault
    originals = {
        path.name: path.read_text() for path in (context.backend / "internal/domain").glob("*.go")
    }
    assert {
        name: text for name, text in with_fault["sources"].items() if name in originals
    } == originals, "the sources in the folder in which it runs are unchanged"


async def _surroundings(
    context: GateContext, folder: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the test records with every mutant off, and with one switched on."""
    folder.mkdir()
    build = await build_mutants(context, folder)
    runs = _MutantRuns(context, build, folder, asyncio.Semaphore(1))
    runs.reach_logs.mkdir()
    (tests,) = [tests for tests in build.tests if tests.folder.name == "domain"]
    seen = []
    for mutant in (0, build.report.mutants[0].id):
        assert await runs.tests_pass(tests, ["TestRecording"], mutant=mutant)
        seen.append(json.loads(await asyncio.to_thread((tests.folder / "seen.json").read_text)))
        (tests.folder / "seen.json").unlink()
    return seen[0], seen[1]


async def test_a_mutant_that_is_on_fails_tests_and_reached_mutants_are_logged(
    tmp_path: Path,
) -> None:
    context = await scaffolded_backend(tmp_path)
    folder = tmp_path / "copy"
    folder.mkdir()
    build = await build_mutants(context, folder)
    runs = _MutantRuns(context, build, folder, asyncio.Semaphore(2))
    runs.reach_logs.mkdir()
    (tests,) = [tests for tests in build.tests if tests.folder.name == "domain"]
    names = await runs.names(tests)
    reached = await runs.reached_by_tests(tests, names)
    emptied = [mutant for mutant in build.report.mutants if mutant.kind == "emptied"]
    reachable = [mutant for mutant in emptied if mutant.id in (reached or set())]
    assert reachable
    assert await runs.tests_pass(tests, names)
    outcomes = [await runs.tests_pass(tests, names, mutant=mutant.id) for mutant in reachable]
    assert False in outcomes
