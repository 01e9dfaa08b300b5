"""The operators of calibration: each mutant of a scaffolded backend compiles and can be switched on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.support.scaffolds import scaffolded_backend
from workbench.strength.mutants import build_server_mutants

KINDS = {
    "always taken",
    "arithmetic",
    "call",
    "constant",
    "edge",
    "emptied",
    "every row",
    "field",
    "left out",
    "logic",
    "negated",
    "never taken",
    "return",
    "sql",
    "status",
    "swapped",
    "text",
}
OF_OWN_TESTS = {"edge", "emptied", "every row", "left out", "never taken", "status"}


async def test_every_operator_finds_something_to_change(tmp_path: Path) -> None:
    context = await scaffolded_backend(tmp_path, {})
    (tmp_path / "copy").mkdir()
    build = await build_server_mutants(context, tmp_path / "copy", extended=True)
    assert build.uncompiled == ()
    assert Counter(m.kind for m in build.report.mutants).keys() == KINDS
    assert not any("Logger" in m.what for m in build.report.mutants)


async def test_the_systems_own_tests_are_measured_by_few_operators(tmp_path: Path) -> None:
    context = await scaffolded_backend(tmp_path, {})
    (tmp_path / "copy").mkdir()
    build = await build_server_mutants(context, tmp_path / "copy")
    assert {m.kind for m in build.report.mutants} == OF_OWN_TESTS
