"""Where a run's system is checked out and built: folders whose paths reveal nothing to generated code.

The data folder has our name in its path, and a test could behave otherwise below it. So the run's
folder holds a link only, and the system lies in the machine's folder for temporary files, in a
folder of no particular name. After a resume it is the same one; if the machine has cleared it,
a new one is made, and checked out and installed anew.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from workbench.host.removal import is_own_folder, remove_tree

LINK = "working"


@dataclass(frozen=True)
class WorkingPlaces:
    """`work` is the checkout; `scratch` holds what gates build and leave."""

    work: Path
    scratch: Path


def working_places(run: Path) -> WorkingPlaces:
    """The places of the run in this folder, made on the first call. Does blocking I/O."""
    link = run / LINK
    if not has_working_places(run):
        link.unlink(missing_ok=True)
        run.mkdir(parents=True, exist_ok=True)
        link.symlink_to(tempfile.mkdtemp())
    top = Path(os.readlink(link))
    return WorkingPlaces(top / "app", top / "build")


def has_working_places(run: Path) -> bool:
    """False if they were never made, were removed, or the machine has cleared them. Does blocking I/O."""
    link = run / LINK
    # The machine may have cleared them, and somebody else have made a folder of that name.
    return link.is_symlink() and is_own_folder(Path(os.readlink(link)))


def remove_working_places(run: Path) -> None:
    """Removes both, then the link to them, which stays while something of them does. Does blocking I/O."""
    link = run / LINK
    if not has_working_places(run) or remove_tree(Path(os.readlink(link))):
        link.unlink(missing_ok=True)
