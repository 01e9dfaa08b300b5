"""Answers of a model that try to write what they may not: refused whole, with a reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.outcome import Outcome
from bench.chaos.surroundings import Surroundings
from workbench.llm.blocks import Block
from workbench.workspace.edits import draft_of
from workbench.workspace.trees import TreeStore

KIND = "answers of a model"
PRESENT = {
    "backend/cmd/server/main.go": b"package main\n",
    "backend/go.mod": b"module x\n",
    "backend/tests/contract/contract_test.go": b"package contract\n",
    "frontend/src/api/client.ts": b"export {};\n",
    "openapi.yaml": b"openapi: 3.1.0\n",
}
MIB = 1 << 20


@dataclass(frozen=True)
class Answer:
    """One entry of the table `answers.toml`, which explains the fields."""

    name: str
    refused: str
    files: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    count: int = 0
    megabytes: float = 0
    long_name: int = 0

    @property
    def blocks(self) -> list[Block]:
        """The answer as it was parsed."""
        text = "x" * int(self.megabytes * MIB)
        numbered = [f"backend/internal/f{number}.go" for number in range(self.count)]
        long = [f"backend/{'x' * self.long_name}.go"] if self.long_name else []
        return [
            *(Block("file", text, {"path": path}) for path in (*self.files, *numbered, *long)),
            *(Block("delete", "", {"path": path}) for path in self.delete),
        ]


def answers() -> list[Answer]:
    """The table."""
    text = Path(__file__).with_name("answers.toml").read_text()
    return [Answer(**entry) for entry in tomllib.loads(text)["answer"]]


def try_answer(answer: Answer, around: Surroundings) -> Outcome:
    """Applies it as the nodes do; what is not refused is checked out. Does blocking I/O."""
    before = around.state()
    draft = draft_of(answer.blocks, PRESENT.get, ("backend", "frontend"), PRESENT)
    reasons = [refusal.reason for refusal in draft.refusals]
    note = ""
    if not any(answer.refused in reason for reason in reasons):
        note = f"refused for {reasons}"
    if not reasons:
        trees = TreeStore(around.work / "trees")
        tree = trees.write(None, PRESENT | draft.changes)
        trees.check_out(tree, around.work / "app")
        note = "it was applied"
    files, caches = around.changed(before)
    return Outcome(KIND, answer.name, survived=not note, files=files, caches=caches, note=note)
