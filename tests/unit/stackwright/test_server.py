"""Studio's server answers Studio and this machine; its runs stay below one folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from graph.context import BuildContext, BuildInput
from nodes.confining import VARIABLE, OutsideServerFolder, confine
from stackwright.server import STUDIO_ORIGINS, refusal_of
from tests.support.repository import ROOT


@pytest.mark.parametrize("host", ["localhost:2024", "127.0.0.1:2024", "[::1]:2024", "LOCALHOST"])
def test_programs_of_this_machine_are_answered(host: str) -> None:
    assert refusal_of(Headers({"host": host})) == ""


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example:2024",
        "192.168.0.7:2024",
        "",
        "[",
        "0.0.0.0",
        "x@localhost",
    ],
)
def test_a_name_that_was_pointed_here_is_refused(host: str) -> None:
    assert "loopback" in refusal_of(Headers({"host": host}))


@pytest.mark.parametrize(
    "origin", [*sorted(STUDIO_ORIGINS), "http://localhost:2024", "http://127.0.0.1:2024"]
)
def test_pages_of_studio_and_of_the_server_itself_are_answered(origin: str) -> None:
    assert refusal_of(Headers({"host": "127.0.0.1:2024", "origin": origin})) == ""


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "https://smith.langchain.com.evil.example",
        "http://smith.langchain.com",
        "file://",
        "http://localhost.evil.example",
        "http://localhost:5173",
        "http://127.0.0.1",
        "https://127.0.0.1:2024",
        "http://evil.example@127.0.0.1:2024",
        "http://127.0.0.1:2024/x",
        "http://127.0.0.1:x",
    ],
)
def test_other_pages_are_refused(origin: str) -> None:
    assert "Studio" in refusal_of(Headers({"host": "127.0.0.1:2024", "origin": origin}))


def test_the_server_allows_the_same_origins_across_and_names_its_folder() -> None:
    settings = json.loads((ROOT / "langgraph.json").read_text())
    assert set(settings["http"]["cors"]["allow_origins"]) == STUDIO_ORIGINS
    assert settings["http"]["app"] == "./stackwright/server.py:app"
    assert "allow_origin_regex" not in settings["http"]["cors"]
    assert settings["env"][VARIABLE]


def confined(folder: Path, **paths: str) -> None:
    form = {name: path for name, path in paths.items() if name in BuildInput.model_fields}
    context = {name: path for name, path in paths.items() if name in BuildContext.model_fields}
    confine(BuildInput(request="x", **form), BuildContext(**context))  # type: ignore[arg-type]


def test_a_plan_file_outside_the_servers_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "served"))
    with pytest.raises(OutsideServerFolder, match="--plan"):
        confined(tmp_path / "served", plan_file=str(tmp_path / "plan.yaml"))


@pytest.mark.parametrize("option", ["out", "into", "openapi", "record", "replay"])
def test_a_servers_run_uses_paths_below_its_folder_only(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    monkeypatch.setenv(VARIABLE, str(folder))
    confined(folder, **{option: str(folder / "notes")})
    confined(folder, **{option: ""})
    for path in (
        folder,
        folder / "x/..",
        tmp_path,
        folder / "../other",
        folder / "link/other",
        Path("/etc/passwd"),
    ):
        with pytest.raises(OutsideServerFolder, match=f"--{option}"):
            confined(folder, **{option: str(path)})


def test_without_a_server_paths_are_the_persons_own(tmp_path: Path) -> None:
    assert VARIABLE not in os.environ
    confined(tmp_path, out="/anywhere", record="/anywhere")
