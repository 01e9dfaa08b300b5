"""Caches results of gates that passed, so that the same files are not judged twice with the same tools.

A key covers everything that decides a result: every file of the system, the plan, the gate, our own
sources, and the versions of all tools. Entries are in the data folder, which generated code cannot
write, and are signed with a key that only the owner can read: an entry that anybody else wrote is
ignored. They are plain files, not a `diskcache` database, because `diskcache` unpickles what it
reads: a forged row would run code in our process before any signature could be checked.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import math
import os
import secrets
import tarfile
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path

from pydantic import ValidationError

from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.host.pins import SCHEMATHESIS_PACKAGE
from workbench.host.toolchains import Tool
from workbench.progress.results import GateResult, Status

# enough for about a hundred versions; a journey's screenshots take less than 1 MB
MAX_ENTRIES = 1000
NOTE = "measured before, on the same files with the same tools"
RESULT = "result.json"
OURS = Path(__file__).parents[1]
SIGNING_KEY = "key"
_SIGNATURE_BYTES = hashlib.sha256().digest_size


async def cached(
    context: GateContext, gate: Gate, files: str, measure: Callable[[], Awaitable[GateResult]]
) -> GateResult:
    """The gate's cached result, with a note, or a new one, which is cached if it passed.

    `files` is the digest of the files under judgement. A context without a cache (`verify`) always
    runs the gate. The files that the gate leaves in the scratch folder are cached and restored too.
    """
    if context.cache is None:
        return await measure()
    key = await asyncio.to_thread(_key, context, gate, files)
    known = await asyncio.to_thread(_load, context, gate, key)
    if known is not None:
        notes = (*known.deviations, NOTE)
        return known.model_copy(update={"seconds": 0.0, "deviations": notes})
    result = await measure()
    if result.status is Status.PASSED:
        await asyncio.to_thread(_save, context, gate, key, result)
    return result


def _key(context: GateContext, gate: Gate, files: str) -> str:
    tools = [_tool_version(tool) for tool in context.toolchains.tools]
    lock = context.tools / "package-lock.json"
    parts = (
        gate.name,
        files,
        context.plan.model_dump_json(),
        our_version(),
        _library_versions(),
        SCHEMATHESIS_PACKAGE,  # installed in its own folder, in the pinned version
        *tools,
        hashlib.sha256(lock.read_bytes() if lock.is_file() else b"").hexdigest(),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part.encode()).to_bytes(8) + part.encode())
    return digest.hexdigest()


def _tool_version(tool: Tool) -> str:
    """Its version, path, size and modification time: two builds may share a version."""
    described = ""
    if tool.path is not None and tool.path.exists():
        file = tool.path.resolve()
        described = f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}"
    return f"{tool.name} {tool.version_text} {described}"


@lru_cache(maxsize=1)
def our_version() -> str:
    """A digest of our own sources and templates, which decide every result. Does blocking I/O."""
    digest = hashlib.sha256()
    for path in sorted(OURS.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(OURS).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _library_versions() -> str:
    """Every installed Python package with its version: Playwright, the validators and the rest."""
    return "\n".join(sorted(f"{package.name}=={package.version}" for package in distributions()))


def _load(context: GateContext, gate: Gate, key: str) -> GateResult | None:
    """The result of a valid entry, whose other files go to the scratch folder; None without one."""
    entry = _entry(context, gate, key)
    try:
        content = entry.read_bytes()
        signature, archive = content[:_SIGNATURE_BYTES], content[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, _signature(entry, archive)):
            return None
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            file = packed.extractfile(RESULT)
            assert file is not None
            known = GateResult.model_validate_json(file.read())
            restored = [member for member in packed.getmembers() if member.name != RESULT]
            packed.extractall(context.scratch, restored, filter="data")
        _mark_used(entry)
    except (OSError, ValidationError, tarfile.TarError):  # not cached, or just removed
        return None
    return known


def _save(context: GateContext, gate: Gate, key: str, result: GateResult) -> None:
    """Writes the entry in one step, and removes the oldest beyond `MAX_ENTRIES`."""
    entry = _entry(context, gate, key)
    entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        text = result.model_dump_json().encode()
        header = tarfile.TarInfo(RESULT)
        header.size = len(text)
        archive.addfile(header, io.BytesIO(text))
        for name in gate.leaves:
            if (context.scratch / name).exists():
                archive.add(context.scratch / name, name)
    with tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as draft:
        draft.write(_signature(entry, packed.getvalue()) + packed.getvalue())
    _mark_used(Path(draft.name))
    Path(draft.name).replace(entry)
    _remove_oldest(entry.parent)


def _entry(context: GateContext, gate: Gate, key: str) -> Path:
    assert context.cache is not None
    return context.cache / f"{gate.name}-{key}.tar"


def _signature(entry: Path, archive: bytes) -> bytes:
    """The signature of the entry's name and content, so that a renamed entry is not valid."""
    message = entry.name.encode() + b"\0" + archive
    return hmac.digest(_signing_key(entry.parent), message, "sha256")


def _signing_key(cache: Path) -> bytes:
    """The key of this cache, created on first use; only the owner can read it."""
    path = cache / SIGNING_KEY
    try:
        return path.read_bytes()
    except FileNotFoundError:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=cache) as draft:  # created with mode 0600
        draft.write(secrets.token_bytes(32))
        draft.flush()
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return path.read_bytes()  # another process was first
    return path.read_bytes()


def _remove_oldest(cache: Path) -> None:
    """Removes the oldest entries and drafts of killed processes; other processes may do the same."""
    entries = [path for path in cache.iterdir() if path.name != SIGNING_KEY and path.is_file()]
    for old in sorted(entries, key=_last_used)[: max(0, len(entries) - MAX_ENTRIES)]:
        old.unlink(missing_ok=True)


def _mark_used(path: Path) -> None:
    """Sets when it was last used, in nanoseconds: file systems' own times advance in steps of 4 ms."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # another process removed it
        return math.inf
