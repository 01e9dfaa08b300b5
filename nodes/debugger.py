"""debugger: changes as little as possible so that the findings are resolved."""

from __future__ import annotations

import asyncio

from graph.services import Services
from graph.state import BuildState, ComponentDraft
from nodes.asking.findings import files_for, red_results, write_findings
from nodes.asking.repairing import RepairConversation
from nodes.asking.role import Asker
from nodes.emit import emit
from nodes.resources import places_of, plan_of
from workbench.evidence.events import FilesWritten
from workbench.llm.blocks import Block
from workbench.planning.prompt_view import plan_for_repair
from workbench.progress.ledger import Attempt, Ledger
from workbench.rulebook.rules import written_rules
from workbench.workspace.paths import COMPONENTS

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
    written = write_findings(findings)
    named = written + "".join(finding.check for finding in findings)
    blocks = [
        Block("task", "repair"),
        Block("scope", decision["scope"]),
        Block("plan", plan_for_repair(plan, named)),
        Block("findings", written),
        Block("tried", _tried(Ledger.model_validate(state["ledger"]))),
        Block("layout", "\n".join(layout)),
        *(Block("file", text, {"path": path}) for path, text in shown.items()),
    ]
    asker = await Asker.of(state, services, "debugger")
    components = [name for name in COMPONENTS if name in decision["components"]] or COMPONENTS
    rules = "\n".join(written_rules(plan, name) for name in components)
    conversation = RepairConversation(asker, files, rules)
    proposed = await conversation.repair(blocks)
    usage = {asker.role: asker.usage}
    if conversation.problems:
        refused = ComponentDraft(tree=None, problems=conversation.problems, notes=[])
        return {"drafts": {"debugger": refused}, "usage": usage}
    tree = await asyncio.to_thread(places.trees.write, state["head"], proposed.changes)
    emit(FilesWritten(node="debugger", paths=sorted(proposed.changes)))
    touched = sorted({path.split("/")[0] for path in proposed.changes})
    notes = {touched[0]: conversation.notes}
    drafts = {
        name: ComponentDraft(tree=tree, problems=[], notes=notes.get(name, [])) for name in touched
    }
    return {"drafts": drafts, "usage": usage}


def _tried(ledger: Ledger) -> str:
    """What earlier attempts changed, and the result of each."""
    lines = [line for entry in ledger.history for line in _lines_of(entry)]
    return "\n".join(lines) or "nothing yet"


def _lines_of(entry: Attempt) -> list[str]:
    red = ", ".join(entry.red) or "nothing"
    return [
        f"attempt {entry.attempt}: {_came_of(entry)}; red: {red}",
        *(f"  {finding[:200]}" for finding in entry.findings[:FINDINGS_SHOWN]),
        *(f"  refused: {problem}" for problem in entry.problems),
    ]


def _came_of(entry: Attempt) -> str:
    """What the attempt changed, and whether that was progress."""
    if entry.problems and not entry.changed:
        return "no change could be applied"
    if not entry.changed:
        return "the first version" if entry.attempt <= 1 else "the same files were judged again"
    more = len(entry.changed) - PATHS_SHOWN
    changed = ", ".join(entry.changed[:PATHS_SHOWN]) + (f" and {more} more" if more > 0 else "")
    result = "progress, kept" if entry.improved else "no progress, undone"
    return f"changed {changed}: {result}"
