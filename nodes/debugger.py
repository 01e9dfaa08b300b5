"""debugger: changes as little as possible so that the findings are gone."""

from __future__ import annotations

import asyncio

from graph.state import BuildState, ComponentDraft
from nodes.asking import ask_role
from nodes.emit import emit
from nodes.findings import files_for, red_results, write_findings
from nodes.guard import Update, guarded
from nodes.resources import plan_of, resources
from workbench.evidence.events import FilesWritten
from workbench.llm.blocks import Block
from workbench.plan.prompt_view import plan_for_prompt
from workbench.progress.ledger import Ledger
from workbench.workspace.edits import draft_of
from workbench.workspace.paths import COMPONENTS


@guarded("debugger")
async def debugger(state: BuildState) -> Update:
    """Shows the findings, the files they point to and what was tried; applies the answer whole."""
    found = await resources(state)
    head = state["head"]
    decision = state["decision"]
    assert decision is not None
    files = await asyncio.to_thread(found.trees.read_all, head)
    findings = [f for result in await red_results(state, found) for f in result.findings]
    shown = files_for(findings, files, plan_of(state))
    layout = sorted(path for path in files if path.startswith(("backend/", "frontend/")))
    blocks = [
        Block("task", "repair"),
        Block("scope", decision["scope"]),
        Block("plan", plan_for_prompt(plan_of(state))),
        Block("findings", write_findings(findings)),
        Block("tried", _tried(state)),
        Block("layout", "\n".join(layout)),
        *(Block("file", text, {"path": path}) for path, text in shown.items()),
    ]
    answer, usage = await ask_role(state, "debugger", "debugger", blocks)

    def readable(path: str) -> bytes | None:
        return files[path] if path in shown else None

    proposed = draft_of(answer.blocks, readable, COMPONENTS)
    unseen = sorted(set(proposed.changes) & set(files) - set(shown))
    problems = [f"{item.path}: {item.reason}" for item in proposed.refusals]
    problems += [f"{path}: its text was not shown, so it cannot be replaced" for path in unseen]
    if answer.problem:
        problems = [f"the answer cannot be read: {answer.problem}"]
    if problems:
        refused = ComponentDraft(tree=None, problems=problems, notes=[])
        return {"drafts": {"backend": refused}, "usage": usage}
    tree = await asyncio.to_thread(found.trees.write, head, proposed.changes)
    emit(FilesWritten(node="debugger", paths=sorted(proposed.changes)))
    touched = {path.split("/")[0] for path in proposed.changes}
    drafts = {component: ComponentDraft(tree=tree, problems=[], notes=[]) for component in touched}
    return {"drafts": drafts, "usage": usage}


def _tried(state: BuildState) -> str:
    lines = []
    for entry in Ledger.from_json(state["ledger"]).history:
        changed = ", ".join(entry.get("changed", [])[:8]) or "nothing"
        verdict = "better" if entry["improved"] else "no better"
        red = ", ".join(entry["red"]) or "nothing"
        lines.append(f"attempt {entry['attempt']}: changed {changed}: {verdict}; red: {red}")
        lines += [f"  {finding[:200]}" for finding in entry["findings"][:4]]
        lines += [f"  refused: {problem}" for problem in entry.get("problems", [])]
    return "\n".join(lines) or "nothing yet"
