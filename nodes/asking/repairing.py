"""The conversation with the debugger within one attempt: files it asks for, edits that do not apply.

What applied is kept; only what did not apply is asked for again, with the nearest lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nodes.asking.needed import needed_files, wanted_paths
from nodes.asking.role import Asker
from workbench.llm.blocks import Block
from workbench.llm.errors import NotRecorded
from workbench.llm.limits import MAX_CORRECTIONS, MAX_NEEDS
from workbench.workspace.edits import CHANGES, Draft, draft_of
from workbench.workspace.paths import COMPONENTS


@dataclass
class RepairConversation:
    """Asks the debugger until its changes apply whole, within bounds.

    `files` are all files of the version under repair. `problems` says why nothing can be applied.
    """

    asker: Asker
    files: Mapping[str, bytes]
    rules: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    async def repair(self, material: Sequence[Block]) -> Draft:
        """The changes; empty if `problems` says why. Raises what asking raises."""
        blocks, changes = list(material), []
        needs, corrections = 0, 0
        while True:
            try:
                answer = await self.asker.ask("debugger", blocks, rules=self.rules)
            except NotRecorded:
                if not self.problems:
                    raise
                return Draft()  # the recorded run ended this attempt here
            if answer.problem:
                self.problems = [f"the answer cannot be read: {answer.problem}"]
                return Draft()
            wanted = wanted_paths(answer.blocks)
            if wanted and needs < MAX_NEEDS:
                needs += 1
                blocks += needed_files(wanted, self.files, blocks)
                continue
            refusal = [block.text for block in answer.blocks if block.kind == "refusal"]
            if refusal:
                self.problems = [f"refused: {' '.join(' '.join(refusal).split())}"]
                return Draft()
            changes += [block for block in answer.blocks if block.kind in CHANGES]
            draft = draft_of(changes, self.files.get, COMPONENTS, self.files)
            self.problems = [f"{item.path}: {item.reason}" for item in draft.refusals]
            if not draft.refusals or corrections == MAX_CORRECTIONS:
                return draft if not draft.refusals else Draft()
            corrections += 1
            self.notes += [f"debugger: asked again: {problem}" for problem in self.problems]
            refused = {item.path for item in draft.refusals}
            changes = [block for block in changes if block.path not in refused]
            blocks = [block for block in blocks if block.kind != "refused"]
            blocks.append(Block("refused", "\n\n".join(self.problems)))
