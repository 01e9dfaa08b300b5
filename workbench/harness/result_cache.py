"""Long measurements that passed are not made twice on the same files, plan, tools and gates."""

from __future__ import annotations

import asyncio
import hashlib
import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.progress.results import GateResult, Status

KEPT = 1000  # measurements: those of some hundred versions; a journey's pictures are below 1 MB
NOTE = "measured before, on the same files with the same tools"
RESULT = "result.json"
INSTALLED = frozenset({"node_modules", "dist", "bin", "data", ".git"})
OURS = Path(__file__).parents[1]


async def cached(context: GateContext, gate: Gate) -> GateResult:
    """The gate's cached result, with a note that says so, else a fresh one, cached if it passed.

    A context without a cache (`verify`) always measures. What the gate leaves in the scratch folder
    for others is cached and restored with the result.
    """
    if context.cache is None:
        return await gate.check(context)
    key = await asyncio.to_thread(_key, context)
    kept = context.cache / f"{gate.name}-{key}"
    known = await asyncio.to_thread(_recall, kept, context.scratch, gate.leaves)
    if known is not None:
        notes = (*known.deviations, NOTE)
        return known.model_copy(update={"seconds": 0.0, "deviations": notes})
    result = await gate.check(context)
    if result.status is Status.PASSED:
        await asyncio.to_thread(_keep, result, kept, context.scratch, gate.leaves)
    return result


def _key(context: GateContext) -> str:
    digest = hashlib.sha256(our_version().encode())
    for tool in context.toolchains.tools:
        digest.update(f"{tool.name} {tool.version_text}\n".encode())
    digest.update(context.plan.model_dump_json().encode())
    for path in _files(context.folder, INSTALLED):
        digest.update(path.relative_to(context.folder).as_posix().encode() + b"\0")
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


def _recall(kept: Path, scratch: Path, leaves: tuple[str, ...]) -> GateResult | None:
    try:
        known = GateResult.model_validate_json((kept / RESULT).read_text())
        os.utime(kept)  # what is of use is not among the oldest
        _copy(leaves, kept, scratch)
    except (OSError, ValidationError):  # not measured, by another version, or just forgotten
        return None
    return known


def _keep(result: GateResult, kept: Path, scratch: Path, leaves: tuple[str, ...]) -> None:
    """The result and what was left, or nothing: a folder appears whole, and the first one stays."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=kept.parent))
    (draft / RESULT).write_text(result.model_dump_json())
    _copy(leaves, scratch, draft)
    try:
        draft.replace(kept)
    except OSError:
        shutil.rmtree(draft)
        if not kept.is_dir():  # nobody else was first
            raise
    for old in _oldest(kept.parent):
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)


def _oldest(cache: Path) -> list[Path]:
    """What is beyond those that are kept, drafts of killed processes among it."""
    beyond = len(found := list(cache.iterdir())) - KEPT
    return sorted(found, key=_made)[:beyond] if beyond > 0 else []


def _made(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process removed or renamed it
        return math.inf


def _copy(names: tuple[str, ...], source: Path, target: Path) -> None:
    """The files and folders of these names that are there; both folders exist."""
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
        elif (source / name).is_file():
            shutil.copyfile(source / name, target / name)
