"""debugger: changes as little as possible so that the findings are resolved."""

from __future__ import annotations

import asyncio

from graph.services import Services
from graph.state import BuildState, ComponentDraft
from nodes.asking.findings import files_for, red_results, write_findings
from nodes.asking.role import Asker
from nodes.emit import emit
from nodes.resources import places_of, plan_of
from workbench.evidence.events import FilesWritten
from workbench.llm.blocks import Block
from workbench.planning.prompt_view import plan_for_prompt
from workbench.progress.ledger import Attempt, Ledger
from workbench.rulebook.rules import Coder, written_rules
from workbench.workspace.edits import draft_of
from workbench.workspace.paths import COMPONENTS

CODERS: tuple[Coder, ...] = ("backend", "frontend")
PATHS_SHOWN = 8
FINDINGS_SHOWN = 4


async def debugger(state: BuildState, services: Services) -> BuildState:
    """Shows the findings, the files they point to and what was tried; applies the answer whole."""
    places = await places_of(state)
    plan = plan_of(state)
    decision = state["decision"]
    assert decision is not None
    files = await asyncio.to_thread(places.trees.read_all, state["head"])
    findings = [f for result in await red_results(state, places) for f in result.findings]
    shown = files_for(findings, files, plan)
    layout = sorted(path for path in files if path.startswith(("backend/", "frontend/")))
    blocks = [
        Block("task", "repair"),
        Block("scope", decision["scope"]),
        Block("plan", plan_for_prompt(plan)),
        Block("findings", write_findings(findings)),
        Block("tried", _tried(Ledger.model_validate(state["ledger"]))),
        Block("layout", "\n".join(layout)),
        *(Block("file", text, {"path": path}) for path, text in shown.items()),
    ]
    asker = await Asker.of(state, services, "debugger")
    components = [name for name in CODERS if name in decision["components"]] or CODERS
    rules = "\n".join(written_rules(plan, name) for name in components)
    answer = await asker.ask("debugger", blocks, rules=rules)

    def readable(path: str) -> bytes | None:
        return files[path] if path in shown else None

    proposed = draft_of(answer.blocks, readable, COMPONENTS, files)
    unseen = sorted(set(proposed.changes) & set(files) - set(shown))
    problems = [f"{item.path}: {item.reason}" for item in proposed.refusals]
    problems += [f"{path}: its text was not shown, so it cannot be replaced" for path in unseen]
    if answer.problem:
        problems = [f"the answer cannot be read: {answer.problem}"]
    if problems:
        refused = ComponentDraft(tree=None, problems=problems, notes=[])
        return {"drafts": {"backend": refused}, "usage": {asker.role: asker.usage}}
    tree = await asyncio.to_thread(places.trees.write, state["head"], proposed.changes)
    emit(FilesWritten(node="debugger", paths=sorted(proposed.changes)))
    touched = {path.split("/")[0] for path in proposed.changes}
    drafts = {name: ComponentDraft(tree=tree, problems=[], notes=[]) for name in touched}
    return {"drafts": drafts, "usage": {asker.role: asker.usage}}


def _tried(ledger: Ledger) -> str:
    """What earlier attempts changed, and what came of each."""
    lines = [line for entry in ledger.history for line in _lines_of(entry)]
    return "\n".join(lines) or "nothing yet"


def _lines_of(entry: Attempt) -> list[str]:
    changed = ", ".join(entry.changed[:PATHS_SHOWN]) or "nothing"
    verdict = "better" if entry.improved else "no better"
    red = ", ".join(entry.red) or "nothing"
    return [
        f"attempt {entry.attempt}: changed {changed}: {verdict}; red: {red}",
        *(f"  {finding[:200]}" for finding in entry.findings[:FINDINGS_SHOWN]),
        *(f"  refused: {problem}" for problem in entry.problems),
    ]
