"""The install step sees no secret and reaches the registries only, whatever a lock file names."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nodes.workstation import registry_tools_of
from workbench.host.folders import data_folders
from workbench.host.registry_tools import RegistryTools

SECRET = "the-secret-of-the-host"


@pytest.fixture(scope="module")
def tools() -> RegistryTools:
    return asyncio.run(registry_tools_of(data_folders(), "required"))


class Listener:
    """A server of the host that is not a registry; it notes who comes."""

    def __init__(self, listening: socket.socket) -> None:
        self.port = listening.getsockname()[1]
        self.reached: list[str] = []
        self._listening = listening
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        try:
            while True:
                self.reached.append(str(self._listening.accept()[1]))
        except OSError:
            return  # the test is over


@pytest.fixture
def foreign() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Listener(listening)
        listening.shutdown(socket.SHUT_RDWR)


async def test_a_command_of_the_install_step_sees_no_secret(
    tools: RegistryTools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", SECRET)
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "work").mkdir()
    script = (
        f'env; cat {tmp_path}/secret.txt || echo refused; cat /proc/[0-9]*/environ; ls -A "$HOME"'
    )
    finished = await tools.run(("sh", "-c", script), tmp_path / "work", {}, 60)
    assert "refused" in finished.stdout
    assert SECRET not in finished.output


async def test_it_writes_nothing_but_its_folder_and_the_caches(
    tools: RegistryTools, tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    script = f"echo x > own; echo x > {tmp_path}/other; echo x > /usr/other || echo refused"
    finished = await tools.run(("sh", "-c", script), tmp_path / "work", {}, 60)
    assert finished.stdout == "refused\n"
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["own"]
    assert not (tmp_path / "other").exists()


async def test_a_package_from_a_foreign_host_is_refused(
    tools: RegistryTools, foreign: Listener, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{foreign.port}/evil.tgz"
    manifest = {"name": "x", "dependencies": {"evil": "1.0.0"}}
    packages = {"": manifest, "node_modules/evil": {"version": "1.0.0", "resolved": url}}
    lock = {"name": "x", "lockfileVersion": 3, "requires": True, "packages": packages}
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    finished = await tools.npm(tmp_path, "ci")
    assert not finished.ok
    assert "403" in finished.output
    assert foreign.reached == []


async def test_a_direct_connection_is_refused(
    tools: RegistryTools, foreign: Listener, tmp_path: Path
) -> None:
    script = (
        'const { connect } = require("net");'
        f'for (const [host, port] of [["127.0.0.1", {foreign.port}], ["192.0.2.1", 443], ["registry.npmjs.org", 443]])'
        '  connect(port, host).on("connect", () => console.log("CONNECTED", host))'
        '    .on("error", (error) => console.log("refused", error.code));'
    )
    finished = await tools.run(("node", "-e", script), tmp_path, {}, 60)
    assert finished.stdout.count("refused") == 3, finished
    assert foreign.reached == []
