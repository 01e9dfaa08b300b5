"""The folder tree is the architecture."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = ("stackwright", "graph", "nodes", "prompts", "workbench")


def sources() -> list[Path]:
    return [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]


def test_imports_go_downwards_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_only_the_machine_starts_processes() -> None:
    starting = re.compile(r"\bsubprocess\b|create_subprocess|os\.(system|popen|exec|spawn|fork)")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if starting.search(path.read_text()) and "machine" not in path.parts
    ]
    assert found == []


def test_files_stay_readable() -> None:
    long = [path.name for path in sources() if len(path.read_text().splitlines()) > 400]
    assert long == []


def test_every_source_says_what_it_is() -> None:
    silent = [path.name for path in sources() if not path.read_text().lstrip().startswith('"""')]
    assert silent == []


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    pattern = re.compile(r"(^|[^A-Za-z./])/(root|work|home)/[a-z]")
    found = []
    for name in listed:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".json", ".j2", ".sh", ".yml"} and path.is_file():
            found += [name for line in path.read_text().splitlines() if pattern.search(line)]
    assert [name for name in found if name != "tests/test_architecture.py"] == []
