"""Installing for a verification changes no manifest: what was repaired there is not in the folder."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from workbench.host.dependency_sync import install_dependencies
from workbench.host.packages import PackageStore
from workbench.host.process import Finished
from workbench.host.registry_tools import RegistryTools


def ended(exit_code: int, output: str = "") -> Finished:
    return Finished(("npm",), exit_code, output, "", 0.1, timed_out=False)


class Store:
    """A package store whose `npm ci` fails; bringing a lock file up to date is an error."""

    async def install(self, _frontend: Path) -> Finished:
        return ended(1, "package.json and package-lock.json are not in sync")


async def test_a_failed_install_is_told_and_not_repaired(tmp_path: Path) -> None:
    called: list[tuple[str, ...]] = []

    class Tools:
        async def go(self, _folder: Path, *arguments: str) -> Finished:
            called.append(arguments)
            return ended(0)

    problems = await install_dependencies(
        tmp_path, cast(RegistryTools, Tools()), cast(PackageStore, Store())
    )
    assert problems == ["npm ci: package.json and package-lock.json are not in sync"]
    assert called == [("mod", "download")]
