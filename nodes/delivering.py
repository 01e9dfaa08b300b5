"""Puts the best tree, its verdict and its report into the user's folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from graph.context import Settings
from nodes.resources import RunPlaces
from workbench.evidence.verdict import Verdict
from workbench.host.faults import host_fault
from workbench.plan.system import SystemPlan
from workbench.progress.ledger import Ledger
from workbench.runs.delivery import NotDelivered, OccupiedFolder, deliver
from workbench.scaffold.project import readme


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
            if shots.is_dir():
                shutil.copytree(shots, Path(extras) / "screenshots")
            aside = deliver(files, Path(extras), folder, replace=settings.replace)
    except (OccupiedFolder, OSError) as error:
        reason = str(host_fault(error) or error)
        raise NotDelivered(places.folder.name, folder, reason) from error
    return folder, aside
