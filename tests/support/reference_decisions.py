"""Which decisions of the reference's code a measurement saw, each named by its function and its text."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import coverage

NEVER_CALLED = "never called"


@dataclass
class Decisions:
    """The branches of a folder of modules: how many were taken, and the others by file.

    A branch that was not taken is named ``function: the statement that it leads to``, or
    ``function: its condition, and out``; a function that was not entered ``function: never called``.
    """

    taken: int = 0
    all: int = 0
    missed: dict[str, set[str]] = field(default_factory=dict)


def decisions(watch: coverage.Coverage, scratch: Path) -> Decisions:
    """What the measurement says of every module that it saw."""
    watch.json_report(outfile=str(scratch))
    found = Decisions()
    for name, measured in json.loads(scratch.read_text())["files"].items():
        source = Path(name).read_text(encoding="utf-8")
        functions = dict(_functions(ast.parse(source)))
        lines = source.splitlines()
        missing = set(measured["missing_lines"])
        found.taken += measured["summary"]["covered_branches"]
        found.all += measured["summary"]["num_branches"]
        missed = found.missed.setdefault(Path(name).name, set())
        for start, end in measured["missing_branches"]:
            if start in missing:
                continue  # what leads there is named
            text = lines[end - 1] if end > 0 else f"{lines[start - 1].strip()}, and out"
            missed.add(f"{functions.get(start, '')}: {text.strip()}")
        for line, function in functions.items():
            if line in missing and functions.get(line - 1) != function and _is_first(lines, line):
                missed.add(f"{function}: {NEVER_CALLED}")
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each line inside a function, with the function's name; the innermost comes last."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            for line in range(body[0].lineno if body else 0, (node.end_lineno or 0) + 1):
                yield line, node.name


def _is_first(lines: list[str], line: int) -> bool:
    """True if the line before is a function's head, or its docstring."""
    before = next(text.strip() for text in reversed(lines[: line - 1]) if text.strip())
    return before.endswith((":", '"""'))
