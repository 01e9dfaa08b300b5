"""Findings as material for a prompt, and which files they point to."""

from __future__ import annotations

import asyncio
import re

from graph.state import BuildState
from nodes.asking.room import Room
from nodes.resources import RunPlaces
from workbench.host.untrusted.linear import linear
from workbench.llm.blocks import Block
from workbench.plan.names import snake
from workbench.plan.path_templates import is_path_of
from workbench.plan.system import SystemPlan
from workbench.progress.alike import grouped, met_in
from workbench.progress.results import Finding, GateResult
from workbench.workspace.paths import COMPONENTS, Component, is_protected

MAX_FINDINGS = 30
MAX_EVIDENCE_CHARACTERS = 1_500
# What a call may cost for files, by the estimate that budgets are reserved with.
MAX_SHOWN_TOKENS = 24_000
# Of these, what files may cost that no finding points to: the debugger can ask for files.
MAX_NEARBY_TOKENS = 6_000
# The rank from which files are only near those that findings point to.
NEARBY = 3
_REQUEST = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[^\s:?,]*)")
_FILE_MENTION = linear(
    r"\b(?:backend|frontend|src|internal|cmd)/[\w./-]+\.(?:go|tsx?|css|sql|json|mod)\b"
)


async def red_results(state: BuildState, places: RunPlaces) -> list[GateResult]:
    """The red gates of the tree that was judged best."""
    results = await asyncio.to_thread(places.evidence.load, state.get("evidence", ""))
    return [result for result in results if result.is_red]


async def findings_block(
    state: BuildState, places: RunPlaces, component: Component
) -> Block | None:
    """The findings of one component as a block; None if it has none."""
    findings = [
        finding
        for result in await red_results(state, places)
        for finding in result.findings
        if component in components_of(finding)
    ]
    return Block("findings", write_findings(findings)) if findings else None


def write_findings(findings: list[Finding]) -> str:
    """Findings as text: what was expected, what was measured, the evidence; the same ones once."""
    parts = []
    groups = grouped(findings)
    for number, same in enumerate(groups[:MAX_FINDINGS], 1):
        finding = same[0]
        place = f" at {finding.file}:{finding.line or ''}".rstrip(":") if finding.file else ""
        rule = f" (rule {finding.rule})" if finding.rule else ""
        lines = [f"{number}. [{finding.gate}]{place} {finding.message}{rule}"]
        if finding.expected:
            lines.append(f"   expected: {finding.expected}")
        if finding.actual:
            lines.append(f"   measured: {finding.actual}")
        if len(same) > 1:
            others = ", ".join(dict.fromkeys(filter(None, map(met_in, same[1:]))))
            lines.append(
                f"   {len(same)} times the same" + (f", also in: {others}" if others else "")
            )
        if finding.evidence:
            lines.append(finding.evidence[:MAX_EVIDENCE_CHARACTERS])
        parts.append("\n".join(lines))
    if len(groups) > MAX_FINDINGS:
        parts.append(f"… and {len(groups) - MAX_FINDINGS} more")
    return "\n\n".join(parts)


def components_of(finding: Finding) -> set[Component]:
    """The components that a finding may be about: its own, or both."""
    return {finding.component} if finding.component else {*COMPONENTS}


def files_for(findings: list[Finding], files: dict[str, bytes], plan: SystemPlan) -> dict[str, str]:
    """The files that the findings point to and their neighbours, nearest first, within the limit.

    Named files come first, then files of the same entity and layer by layer those of the component.
    """
    ranked: dict[str, int] = {}
    for finding in findings:
        named = {finding.file} | {
            mention if mention.startswith(("backend/", "frontend/")) else f"frontend/{mention}"
            for mention in _FILE_MENTION.findall(finding.message + finding.evidence)
        }
        terms = _page_terms(finding, plan)
        handlers = _handler_terms(finding, plan)
        for path in files:
            if not path.startswith(("backend/", "frontend/")) or (
                is_protected(path) and path not in named
            ):
                continue
            rank = _rank(path, finding, named, plan)
            if rank is None:
                continue
            if rank > 1 and (
                (_is_page(path) and _holds(files[path], terms))
                or (_is_handler(path) and _holds(files[path], handlers))
            ):
                rank = 1
            ranked[path] = min(rank, ranked.get(path, rank))
    shown: dict[str, str] = {}
    room, nearby = Room(MAX_SHOWN_TOKENS), Room(MAX_NEARBY_TOKENS)
    for path in sorted(ranked, key=lambda item: (ranked[item], item)):
        text = files[path].decode("utf-8", "replace")
        rooms = [room] if ranked[path] < NEARBY else [room, nearby]
        if path.endswith(("package-lock.json", "go.sum")) or not all(r.fits(text) for r in rooms):
            continue
        shown[path] = text
        for one in rooms:
            one.takes(text)
    return shown


def _page_terms(finding: Finding, plan: SystemPlan) -> set[str]:
    """What the files of the page that a finding is about contain: its route, title or heading."""
    if components_of(finding) != {"frontend"} and not finding.gate.startswith("ui."):
        return set()
    said = f"{finding.message}\n{finding.check}\n{finding.evidence}"
    terms: set[str] = set()
    for page in plan.pages:
        route = re.compile(rf"(?<![\w/]){re.escape(page.route)}(?![\w/])")
        names = {name for name in (page.title, page.heading) if name}
        if route.search(said) or any(f"{mark}{name}" in said for name in names for mark in "'\"“"):
            terms |= {f'"{page.route}"', f"'{page.route}'", *names}
    return terms


def _handler_terms(finding: Finding, plan: SystemPlan) -> set[str]:
    """How the handlers of the requests that a finding names begin, as the scaffold writes them."""
    requests = _REQUEST.findall(f"{finding.message}\n{finding.actual}")
    return {
        f" {operation.id}("
        for method, path in requests
        for operation in plan.operations
        if operation.method == method and is_path_of(operation.path, path)
    }


def _is_page(path: str) -> bool:
    """True for a source file of the frontend, no test."""
    return path.startswith("frontend/src/") and "test" not in path


def _is_handler(path: str) -> bool:
    """True for a source file in the backend's own packages, no test."""
    return path.startswith("backend/internal/") and path.endswith(".go") and "_test" not in path


def _holds(content: bytes, terms: set[str]) -> bool:
    """True if a file contains one of the terms."""
    return any(term.encode() in content for term in terms)


def _rank(path: str, finding: Finding, named: set[str], plan: SystemPlan) -> int | None:
    if path in named:
        return 0
    if path.split("/")[0] not in components_of(finding):
        return None
    folders = {name.rpartition("/")[0] for name in named if name}
    is_test = "test" in path
    if path.rpartition("/")[0] in folders and not is_test:
        return 1
    if finding.entity and _is_of(path, plan, finding.entity):
        return 2
    if path in ("backend/go.mod", "frontend/package.json"):
        return 2
    is_source = path.startswith(("backend/internal/", "backend/cmd/", "frontend/src/"))
    return (4 if is_test else 3) if is_source else None


def _is_of(path: str, plan: SystemPlan, entity: str) -> bool:
    """True for files of the entity, and of those that its records refer to."""
    own = plan.entity(entity)
    related = [own, *(plan.entity(field.target) for field in own.fields if field.target)]
    stem = path.rpartition("/")[2]
    names = {name for one in related for name in (snake(one.name), one.plural, one.name)}
    words = snake(stem).split("_")
    return any(stem.startswith(name) or snake(name) in words for name in names)
