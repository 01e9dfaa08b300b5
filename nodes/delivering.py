"""Puts the best tree, its verdict and its report into the user's folder."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pydantic import ValidationError

from graph.context import Settings
from nodes.resources import RunPlaces
from workbench.evidence.verdict import Verdict
from workbench.host.faults import host_fault
from workbench.host.untrusted.files import UnreadableFile, copy_pictures, read_bytes
from workbench.plan.system import SystemPlan
from workbench.progress.ledger import Ledger
from workbench.runs.delivery import NotDelivered, OccupiedFolder, deliver
from workbench.scaffold.project import readme

MAX_VERDICT_BYTES = 64 << 20


def delivered(
    settings: Settings,
    places: RunPlaces,
    plan: SystemPlan,
    ledger: Ledger,
    verdict: Verdict,
    report: str,
) -> tuple[Path, Path | None]:
    """The folder of the result, and the one that was moved aside, if any. Does blocking I/O.

    Raises `NotDelivered`; the best tree stays in the run.
    """
    assert ledger.best is not None
    tree = ledger.best.tree
    folder = Path(settings.out) if settings.out else places.folder / "result"
    files = places.trees.read_all(tree)
    files["README.md"] = readme(plan, json.loads(verdict.model_dump_json())).encode()
    files[".stackwright/verdict.json"] = (verdict.model_dump_json(indent=1) + "\n").encode()
    files[".stackwright/report.html"] = report.encode()
    shots = places.evidence.screenshots(ledger.evidence_of(tree))
    try:
        with tempfile.TemporaryDirectory(prefix="extras-", dir=places.folder) as extras:
            copy_pictures(shots, Path(extras) / "screenshots")
            aside = deliver(
                files,
                Path(extras),
                folder,
                replace=settings.replace,
                readme_before=_readme_before(plan, folder),
            )
    except (OccupiedFolder, OSError) as error:
        reason = str(host_fault(error) or error)
        raise NotDelivered(places.folder.name, folder, reason) from error
    return folder, aside


def _readme_before(plan: SystemPlan, folder: Path) -> bytes | None:
    """README.md of a delivery that is in the folder, by its verdict; None without a verdict."""
    try:
        content = read_bytes(folder, ".stackwright/verdict.json", MAX_VERDICT_BYTES)
        verdict = Verdict.model_validate_json(content)
    except (UnreadableFile, ValidationError):
        return None  # it is not one of this version, and the folder is moved aside
    return readme(plan, json.loads(verdict.model_dump_json())).encode()
