"""Every command and code block of the documentation does what it says."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.recorded.assembling import assemble, document_of
from stackwright.defaults import Defaults
from tests.support.command import start
from tests.support.repository import ROOT
from tests.support.scripted_endpoint import (
    KEY,
    Behaviour,
    ScriptedEndpoint,
    answering_from,
    serving,
)
from tests.support.systems import built_context
from tests.support.usual_ports import usual_ports
from workbench.llm.recording import Recording
from workbench.progress.results import Status

# docs/commands.md is generated; tests/docs/test_reference.py holds that it is up to date.
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/models.md",
    "docs/trials.md",
    "docs/python.md",
    "docs/writing-a-gate.md",
    "docs/troubleshooting.md",
    "docs/design.md",
    "docs/plan.md",
    "docs/offline.md",
    "docs/public-documents.md",
]
WITH_A_MODEL = re.compile(r"OPENAI_|--record|--replay")
ADDRESS = re.compile(r"http://localhost:\d+/v1")


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block, and where it is."""

    page: str
    line: int
    language: str
    text: str


def blocks_of(page: str) -> list[CodeBlock]:
    text = (ROOT / page).read_text()
    return [
        CodeBlock(page, text[: match.start()].count("\n") + 1, match[1], match[2])
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M)
    ]


@dataclass(frozen=True)
class Reader:
    """Someone who follows a page to the letter, in a folder where `notes` was built before."""

    folder: Path
    endpoint: ScriptedEndpoint

    def follow(self, block: CodeBlock) -> None:
        """Does what the block says; fails if it does not do that."""
        ways: dict[str, Callable[[str], None]] = {
            "sh": self.shell,
            "console": self.console,
            "python": self.python,
            "toml": self.toml,
            "ini": self.dotenv,
        }
        assert block.language in ways, f"{block.page}:{block.line}: no way to check this block"
        ways[block.language](block.text)

    def shell(self, text: str) -> None:
        lines: list[str] = []
        for line in text.splitlines():
            if line.startswith("make "):
                self.make(line.split()[1])
            elif line.startswith("stackwright run "):
                self.bash("\n".join(lines))
                lines = []
                with usual_ports():
                    self.serve(line.split()[2])
            elif line.startswith("stackwright build ") and WITH_A_MODEL.search(text):
                self.build_until_its_gates(lines, line)
            else:
                lines.append(line)
        self.bash("\n".join(lines))

    def build_until_its_gates(self, before: list[str], line: str) -> None:
        """What such a line is about has happened by then; the gates are other tests' business."""
        script = self.at_our_endpoint("\n".join([*before, f"exec {line}"]))
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        said = []
        for line_of_output in process.stdout:
            said.append(line_of_output)
            if "✓" in line_of_output:
                break
        process.send_signal(signal.SIGINT)
        said.append(process.stdout.read())
        assert process.wait(30) == 130, "".join(said)
        process.stdout.close()
        if "OPENAI_" in script:
            name = re.search(r"--model openai:(\S+)|OPENAI_MODEL=(\S+)", script)
            assert name is not None
            assert self.endpoint.requests[-1]["model"] == (name[1] or name[2])

    def make(self, target: str) -> None:
        """The target is there; CI itself runs them, and a test cannot run itself."""
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)

    def serve(self, folder: str) -> None:
        process = start("run", folder, cwd=self.folder)
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(30) == 130
        process.stdout.close()

    def console(self, text: str) -> None:
        """The lines that are shown are among those that come, but for the figures' size."""
        command, *shown = text.splitlines()
        said = self.bash(command.removeprefix("$ "))
        came = {measureless(line) for line in said.splitlines()}
        assert [line for line in shown if line and measureless(line) not in came] == []

    def python(self, text: str) -> None:
        finished = subprocess.run(
            [sys.executable, "-c", text],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=1800,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout[-2000:] + finished.stderr[-2000:]

    def toml(self, text: str) -> None:
        values = tomllib.loads(text)
        assert set(values) <= set(Defaults.model_fields)
        Defaults.model_validate(values)

    def dotenv(self, text: str) -> None:
        assert all(re.fullmatch(r"(OPENAI|STACKWRIGHT)_[A-Z_]+=\S+", line) for line in text.split())

    def bash(self, text: str) -> str:
        """Runs the lines; model endpoints named in them are the scripted one."""
        text = self.at_our_endpoint(text)
        finished = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=1800,
            check=False,
        )
        assert finished.returncode == 0, (
            f"{text}\n{finished.stdout[-3000:]}{finished.stderr[-2000:]}"
        )
        return finished.stdout

    def at_our_endpoint(self, text: str) -> str:
        """The lines with the scripted endpoint's address and key.

        No price is known for that address, so a limit in dollars becomes one in tokens.
        """
        text = ADDRESS.sub(self.endpoint.url, text).replace("sk-...", KEY)
        text = re.sub(r"--budget-usd \d+", "--budget-tokens 2000000", text)
        if "--model openai:gpt" in text:
            return f"export OPENAI_BASE_URL={self.endpoint.url}\n{text}"
        return text

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return os.environ | {"PATH": path, "COLUMNS": "200"}


def measureless(line: str) -> str:
    """A line without the size of its figures, times in front, and runs of spaces."""
    line = re.sub(r"^\s*\d+\.\d+s\s", "", line)
    return re.sub(r"\s+", " ", re.sub(r"\d+\.\d+|\b\d+\b", "N", line)).strip()


def bring_a_document(folder: Path) -> Callable[[dict[str, Any]], Behaviour]:
    """Puts an OpenAPI document into the folder; how a model answers that was asked for it."""
    document = document_of("trails")
    assert document is not None
    shutil.copy(document, folder / "openapi.yaml")
    return answering_from(Recording(assemble("trails", folder / "calls")))


@pytest.fixture
def reader(verified_notes: Path, tmp_path: Path) -> Iterator[Reader]:
    shutil.copytree(verified_notes, tmp_path / "notes-built")
    with serving(ScriptedEndpoint()) as endpoint:
        yield Reader(tmp_path, endpoint)


# These build whole systems, or ask a model until the gates begin.
THOROUGH = {"README.md"}
EXTENDED = {"docs/models.md", "docs/python.md", "docs/plan.md", "docs/offline.md"}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=pytest.mark.extended)
        if page in EXTENDED
        else pytest.param(page, marks=pytest.mark.thorough)
        if page in THOROUGH
        else page
        for page in PAGES
    ],
)
def test_a_page_can_be_followed_to_the_letter(page: str, reader: Reader) -> None:
    if page == "docs/python.md":
        (reader.folder / "notes-built").rename(reader.folder / "notes")
    if page == "docs/plan.md":
        reader.endpoint.otherwise = bring_a_document(reader.folder)
    for block in blocks_of(page):
        reader.follow(block)


async def test_the_gate_that_the_documentation_writes_tells_good_from_bad(
    verified_notes: Path, tmp_path: Path
) -> None:
    (block,) = blocks_of("docs/writing-a-gate.md")
    names: dict[str, Any] = {}
    exec(compile(block.text, block.page, "exec"), names)  # our own page
    context = await built_context(verified_notes, tmp_path)
    assert (await names["check"](context)).status is Status.PASSED
    (context.backend / "cmd/server/main.go").write_text("package main // TODO: all of it\n")
    result = await names["check"](context)
    assert [(finding.file, finding.line) for finding in result.findings] == [
        ("backend/cmd/server/main.go", 1)
    ]


def test_every_page_is_followed_or_generated() -> None:
    pages = {
        path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    }
    generated = {
        "docs/calibration.md",
        "docs/chaos.md",
        "docs/commands.md",
        "docs/gates.md",
        "docs/mutants.md",
        "docs/rules.md",
        "CHANGELOG.md",
    }
    assert pages - set(PAGES) == generated


@pytest.mark.parametrize(
    "page", [*PAGES, "CHANGELOG.md", "docs/commands.md", "docs/gates.md", "docs/rules.md"]
)
def test_links_and_pictures_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text())
    missing = [
        target for target in targets if "://" not in target and not (folder / target).exists()
    ]
    assert missing == []
