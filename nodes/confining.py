"""Runs that a server starts for its clients read and write below one folder only.

`langgraph.json` names the folder in the server's environment. Interfaces of a person's own (the
command line, Python) do not set it: there the paths are the person's.
"""

from __future__ import annotations

import os
from pathlib import Path

from graph.context import BuildContext, BuildInput
from workbench.errors import InputError

VARIABLE = "STACKWRIGHT_SERVER_FOLDER"


class OutsideServerFolder(InputError):
    """A client of a server named a place that its runs may not use."""

    def __init__(self, option: str, folder: str) -> None:
        super().__init__(f"--{option}: a run of this server uses paths below {folder} only")


def confine(options: BuildInput, context: BuildContext) -> None:
    """Raises `OutsideServerFolder` for a path outside the server's folder; nothing without one."""
    folder = os.environ.get(VARIABLE, "")
    if not folder:
        return
    allowed = os.path.realpath(folder)
    named = {
        "out": options.out,
        "into": options.into,
        "openapi": options.openapi,
        "plan": options.plan_file,
        "record": context.record,
        "replay": context.replay,
    }
    for option, path in named.items():
        place = os.path.realpath(path)
        # The folder itself holds the work of other runs: none of them may replace it.
        if path and (place == allowed or not Path(place).is_relative_to(allowed)):
            raise OutsideServerFolder(option, folder)
