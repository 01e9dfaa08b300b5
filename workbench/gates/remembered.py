"""Long measurements that passed are not made twice on the same files, plan, tools and gates."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable, Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from workbench.gates.result import GateResult, Status
from workbench.gates.site import Site

NOTE = "measured before, on the same files with the same tools"
INSTALLED = frozenset({"node_modules", "dist", "bin", "data", ".git"})
OURS = Path(__file__).parents[1]


async def remembered(
    site: Site, gate: str, measure: Callable[[Site], Awaitable[GateResult]]
) -> GateResult:
    """What passed before, with a note that says so; else measured now. `verify` never remembers."""
    if site.memory is None:
        return await measure(site)
    key = await asyncio.to_thread(_key, site)
    path = site.memory / f"{gate}-{key}.json"
    known = await asyncio.to_thread(_read, path)
    if known is not None:
        notes = (*known.deviations, NOTE)
        return known.model_copy(update={"seconds": 0.0, "deviations": notes})
    result = await measure(site)
    if result.status is Status.PASSED:
        await asyncio.to_thread(_write, path, result)
    return result


def _key(site: Site) -> str:
    digest = hashlib.sha256(our_version().encode())
    for tool in site.toolchains.tools:
        digest.update(f"{tool.name} {tool.version_text}\n".encode())
    digest.update(site.plan.model_dump_json().encode())
    for path in _files(site.folder, INSTALLED):
        digest.update(path.relative_to(site.folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


@lru_cache(maxsize=1)
def our_version() -> str:
    """A digest of everything that decides a measurement: our own sources and templates. Blocks."""
    digest = hashlib.sha256()
    for path in _files(OURS, frozenset({"__pycache__"})):
        digest.update(path.relative_to(OURS).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path, ignored: frozenset[str]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ignored)
        yield from (Path(place, name) for name in sorted(names))


def _read(path: Path) -> GateResult | None:
    try:
        return GateResult.model_validate_json(path.read_text())
    except (OSError, ValidationError):  # not measured, or by another version
        return None


def _write(path: Path, result: GateResult) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(result.model_dump_json())
    draft.replace(path)
