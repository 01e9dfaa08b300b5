"""Installing for a verification changes no manifest: what was repaired there is not in the folder."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.support.contexts import TOOL
from workbench.host import dependency_sync
from workbench.host.packages import PackageStore
from workbench.host.process import Finished
from workbench.host.toolchains import Toolchains


def ended(exit_code: int, output: str = "") -> Finished:
    return Finished(("npm",), exit_code, output, "", 0.1, timed_out=False)


class Store:
    """A package store whose `npm ci` fails; bringing a lock file up to date is an error."""

    async def install(self, _frontend: Path) -> Finished:
        return ended(1, "package.json and package-lock.json are not in sync")


async def test_a_failed_install_is_told_and_not_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, ...]] = []

    async def go_command(_tools: Toolchains, _folder: Path, *arguments: str) -> Finished:
        called.append(arguments)
        return ended(0)

    monkeypatch.setattr(dependency_sync, "go_command", go_command)
    tools = Toolchains(TOOL, TOOL, TOOL, TOOL, TOOL, tmp_path)
    problems = await dependency_sync.install_dependencies(
        tmp_path, tools, cast(PackageStore, Store())
    )
    assert problems == ["npm ci: package.json and package-lock.json are not in sync"]
    assert called == [("mod", "download")]
