"""Measures the public documents below a folder of clones, and prints the rows of the table.

python -m bench.public_documents FOLDER    FOLDER/owner+name is a clone of github.com/owner/name

A document whose clone is not there is left out, and named at the end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from bench.public_documents.measuring import measure

SOURCES = Path(__file__).with_name("sources.toml")


def main(folder: Path) -> None:
    """Every document of the list that is there, one row each as soon as it is measured."""
    missing = []
    for source in tomllib.loads(SOURCES.read_text())["document"]:
        clone = _clone(folder / source["repository"].replace("/", "+"))
        with tempfile.TemporaryDirectory() as place:
            wanted = source.get("folder", source["path"])
            if clone is None or not _checked_out(clone, wanted, Path(place)):
                missing.append(f"{source['name']} ({source['repository']}: {source['path']})")
                continue
            print(measure(source["name"], Path(place) / source["path"]).row, flush=True)
    if missing:
        print(f"not there: {'; '.join(missing)}", file=sys.stderr)


def _clone(folder: Path) -> Path | None:
    """The clone's git directory, whether it has a work tree or none."""
    return next((p for p in (folder / ".git", folder / "repo", folder) if p.is_dir()), None)


def _checked_out(clone: Path, wanted: str, place: Path) -> bool:
    """Puts a file or folder of the clone's newest commit into a place; False if it has none."""
    packed = subprocess.run(
        ["git", "--git-dir", str(clone), "archive", "HEAD", *([wanted] if wanted else [])],
        capture_output=True,
        check=False,
    )
    if packed.returncode != 0:
        return False
    subprocess.run(["tar", "-x", "-C", str(place)], input=packed.stdout, check=True)
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
