"""A test sees the same with a fault as without: it cannot look for our switch."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from tests.support.scaffolds import scaffolded_backend
from workbench.harness.gate_context import GateContext
from workbench.strength.backend import _Bench
from workbench.strength.planting import plant

# Writes down all that a test can see of where it runs.
LOOKING = """package domain_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestLooking(t *testing.T) {
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


async def test_with_a_fault_a_test_sees_what_it_sees_without(tmp_path: Path) -> None:
    context = await scaffolded_backend(
        tmp_path, {"backend/internal/domain/looking_test.go": LOOKING}
    )
    without, with_fault = await _seen_under(context, tmp_path / "copy")
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
    } == originals, "and the sources among which it runs are those of the system"


async def _seen_under(context: GateContext, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the test sees without a fault, and with one that it would notice elsewhere."""
    folder.mkdir()
    planted = await plant(context, folder)
    bench = _Bench(context, planted, folder, asyncio.Semaphore(1))
    bench.notebooks.mkdir()
    (tests,) = [tests for tests in planted.tests if tests.folder.name == "domain"]
    seen = []
    for fault in (0, planted.report.faults[0].id):
        assert await bench.tests_pass(tests, ["TestLooking"], fault=fault)
        seen.append(json.loads(await asyncio.to_thread((tests.folder / "seen.json").read_text)))
        (tests.folder / "seen.json").unlink()
    return seen[0], seen[1]


async def test_a_fault_that_is_on_is_noticed_and_reached_faults_are_noted(tmp_path: Path) -> None:
    context = await scaffolded_backend(tmp_path)
    folder = tmp_path / "copy"
    folder.mkdir()
    planted = await plant(context, folder)
    bench = _Bench(context, planted, folder, asyncio.Semaphore(2))
    bench.notebooks.mkdir()
    (tests,) = [tests for tests in planted.tests if tests.folder.name == "domain"]
    names = await bench.names(tests)
    reached = await bench.reached_by_tests(tests, names)
    emptied = [fault for fault in planted.report.faults if fault.kind == "emptied"]
    in_reach = [fault for fault in emptied if fault.id in (reached or set())]
    assert in_reach
    assert await bench.tests_pass(tests, names)
    outcomes = [await bench.tests_pass(tests, names, fault=fault.id) for fault in in_reach]
    assert False in outcomes
