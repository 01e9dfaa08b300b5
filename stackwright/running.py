"""`stackwright run`: backend and page of a delivered system together, until Ctrl-C."""

from __future__ import annotations

import asyncio
import hashlib
import time
import webbrowser
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from nodes.workstation import registry_tools_of, toolchains_of
from workbench.errors import EnvironmentMissing, InputError, SystemStopped
from workbench.harness.http_client import is_served
from workbench.host.folders import data_folders, temporary_folder
from workbench.host.packages import NODE_CACHES
from workbench.host.ports import free_port, is_free, is_owned_by
from workbench.host.process import Command, Running, run, running
from workbench.host.registry_tools import RegistryTools
from workbench.host.sandbox.containment import Containment, SandboxMode
from workbench.host.sandbox.go_commands import go_environment, go_sandbox
from workbench.host.sandbox.policy import GIB, Limits, Network
from workbench.host.untrusted.modes import drop_privileges

API_PORT, PAGE_PORT = 8000, 5173
READY_SECONDS = 300.0
ANSWER_SECONDS = 2.0
BUILD_SECONDS = 900.0
# A person runs it as long as they like, and its data is theirs.
LIMITS = Limits(disk_bytes=0, output_bytes=GIB)
# Holds the digest of the lock file that `npm ci` has installed whole.
INSTALLED_MARKER = ".stackwright-installed"


async def serve_folder(
    folder: Path,
    say: Callable[[str], None],
    *,
    open_page: bool = False,
    sandbox: SandboxMode = "auto",
) -> None:
    """Starts both, says where they are, and stays until cancelled or until one of them ends.

    In a sandbox both listen on loopback of this host only, and reach nothing but each other; the
    server may write `backend/data`, and nothing else of the system can be changed by either.

    Raises `StackwrightError` when the folder is not a system, or when a process does not come up.
    """
    await asyncio.to_thread(_check_system, folder)
    toolchains = await toolchains_of(data_folders())
    missing = [t.name for t in (toolchains.go, toolchains.node, toolchains.npm) if not t.ok]
    if missing:
        reason = f"{', '.join(missing)}: missing or too old; run: stackwright doctor --install"
        raise EnvironmentMissing(reason)
    tools = await registry_tools_of(data_folders(), sandbox)
    if tools.containment.statement:
        say(tools.containment.statement)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, drop_privileges, folder / "backend" / "data")
        built = await stack.enter_async_context(temporary_folder("run"))
        await asyncio.gather(
            _install_packages(folder / "frontend", tools, say),
            _build_server(folder, built / "server", tools),
        )
        api_port, page_port = _port(API_PORT, say), _port(PAGE_PORT, say)
        server = await asyncio.to_thread(
            _server, folder, built / "server", tools.containment, api_port
        )
        page = await asyncio.to_thread(_page, folder, tools, api_port, page_port)
        api_process = await stack.enter_async_context(running(server))
        page_process = await stack.enter_async_context(running(page))
        await _until_ready("backend", api_process, api_port, "/healthz")
        await _until_ready("page", page_process, page_port, "/")
        say(
            f"API   http://localhost:{api_port}\npage  http://localhost:{page_port}\nCtrl-C stops both"
        )
        if open_page:
            await asyncio.to_thread(webbrowser.open, f"http://localhost:{page_port}")
        while api_process.alive and page_process.alive:
            await asyncio.sleep(0.2)
        ended = page_process if api_process.alive else api_process
        raise SystemStopped(f"a process exited: {ended.output()[-600:]}")


async def _build_server(folder: Path, binary: Path, tools: RegistryTools) -> None:
    """Raises `SystemStopped` with what the compiler said."""
    backend = folder / "backend"
    downloaded = await tools.go(backend, "mod", "download")
    if not downloaded.ok:
        raise EnvironmentMissing(f"go mod download: {downloaded.output[-400:]}")
    argv = ("go", "build", "-o", str(binary), "./cmd/server")
    sandbox = go_sandbox(tools.containment, (binary.parent,), runs=argv[1:])
    sandbox = replace(sandbox, readable=(*sandbox.readable, backend))
    environment = {**tools.toolchains.environment, **go_environment(tools.containment)}
    built = await run(Command(argv, backend, environment, BUILD_SECONDS, sandbox=sandbox))
    if not built.ok:
        raise SystemStopped(f"the backend does not build: {built.output[-600:]}")


def _real_folder(folder: Path, place: str) -> Path:
    """A folder of the system, made if it is missing. Raises `InputError` if a link leads elsewhere.

    The sandbox mounts it writable, and would follow the link.
    """
    path = folder / place
    if path.resolve() != folder.resolve() / place:
        raise InputError(f"{place} of this system leads to another folder; remove the link first")
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{path} is not a folder; move away what is there") from error
    return path


def _server(folder: Path, binary: Path, containment: Containment, port: int) -> Command:
    """The server on its usual database. Raises `InputError`; does blocking I/O."""
    data = _real_folder(folder, "backend/data")
    sandbox = containment.sandbox(
        writable=(data,), readable=(binary, folder), network=Network(serves=(port,)), limits=LIMITS
    )
    return Command((str(binary),), folder / "backend", {"PORT": str(port)}, sandbox=sandbox)


def _page(folder: Path, tools: RegistryTools, api_port: int, page_port: int) -> Command:
    """The development server of the page. Does blocking I/O."""
    frontend = folder / "frontend"
    caches = [_real_folder(folder, f"frontend/node_modules/{name}") for name in NODE_CACHES]
    sandbox = tools.containment.sandbox(
        readable=(frontend,),
        temporary=caches,
        limits=LIMITS,
        network=Network(serves=(page_port,), reaches=(api_port,)),
    )
    environment = {
        **tools.toolchains.environment,
        "PAGE_PORT": str(page_port),
        "API_URL": f"http://localhost:{api_port}",
    }
    argv = ("npm", "run", "dev", "--", "--host", "127.0.0.1")
    return Command(argv, frontend, environment, sandbox=sandbox)


def _check_system(folder: Path) -> None:
    """Raises `InputError` naming what of a delivered system is missing."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give one that stackwright build has delivered")
    for part in ("backend/go.mod", "frontend/package.json", "frontend/package-lock.json"):
        if not (folder / part).is_file():
            raise InputError(f"{folder} contains no delivered system: {part} is missing")


async def _install_packages(
    frontend: Path, tools: RegistryTools, say: Callable[[str], None]
) -> None:
    """`npm ci`, unless it has ended well for this lock file. Raises `EnvironmentMissing`."""
    marker = frontend / "node_modules" / INSTALLED_MARKER
    digest = hashlib.sha256(
        await asyncio.to_thread((frontend / "package-lock.json").read_bytes)
    ).hexdigest()
    if await asyncio.to_thread(_reads, marker, digest):
        return
    say("installing the page's packages (npm ci)")
    installed = await tools.npm(frontend, "ci")
    if not installed.ok:
        raise EnvironmentMissing(f"npm ci: {installed.output[-400:]}")
    await asyncio.to_thread(marker.write_text, digest)


def _reads(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(errors="replace") == text


def _port(usual: int, say: Callable[[str], None]) -> int:
    if is_free(usual):
        return usual
    port = free_port()
    say(f"port {usual} is taken; using {port}")
    return port


async def _until_ready(what: str, process: Running, port: int, path: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while process.alive and time.monotonic() < deadline:
        if await asyncio.to_thread(is_served, f"http://127.0.0.1:{port}{path}", ANSWER_SECONDS):
            if await asyncio.to_thread(is_owned_by, port, process.pid):
                return
        await asyncio.sleep(0.1)
    log = await asyncio.to_thread(process.output)
    raise SystemStopped(f"the {what} did not start: {log[-600:]}")
