"""Evidence on disk: the full gate results of every judged tree, apart from the state."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from workbench.progress.results import GateResult


class EvidenceStore:
    """One folder a judged tree, numbered. All methods block."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self) -> str:
        """A new, empty folder's name."""
        self._root.mkdir(parents=True, exist_ok=True)
        name = f"{sum(1 for _ in self._root.iterdir()) + 1:03d}"
        (self._root / name).mkdir()
        return name

    def save(self, name: str, results: list[GateResult], screenshots: Path) -> None:
        """Writes all results; replaces what the folder held."""
        folder = self._root / name
        data = [result.model_dump(mode="json") for result in results]
        staged = folder / "results.json.new"
        staged.write_text(json.dumps(data, indent=1, ensure_ascii=False))
        staged.replace(folder / "results.json")
        if screenshots.is_dir() and any(result.screenshots for result in results):
            shutil.copytree(screenshots, folder / "screenshots", dirs_exist_ok=True)

    def load(self, name: str) -> list[GateResult]:
        """The results of that folder; empty for an empty name."""
        if not name:
            return []
        data = json.loads((self._root / name / "results.json").read_text())
        return [GateResult.model_validate(item) for item in data]

    def screenshots(self, name: str) -> Path:
        """The folder that holds that tree's screenshots; it may be missing."""
        return self._root / name / "screenshots"
