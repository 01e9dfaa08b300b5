"""Whatever reads an answer, a manifest or an output takes time that grows with its length alone.

Each reader gets the texts that are worst for a backtracking expression or a pairwise comparison, in one
size and in four times that size. Linear work takes four times as long, quadratic work sixteen times; at
these sizes what was quadratic took minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from nodes.asking.findings import _FILE_MENTION, _REQUEST
from nodes.asking.plan_stages import _unfenced
from workbench.evidence.report import diff_files
from workbench.gates import backend_tests, frontend_agreement, frontend_build
from workbench.gates.frontend_tests import unhandled_errors
from workbench.gates.frontend_types import _diagnostics
from workbench.harness.credentials import credential_in
from workbench.harness.go_output import diagnostics
from workbench.harness.npm_lock import mismatches
from workbench.harness.packages import origins
from workbench.harness.readme.job import sections
from workbench.harness.servers import PORT_TAKEN, errors_in
from workbench.host.dependency_sync import _IMPORT
from workbench.host.manifests import replaced_modules, required_modules
from workbench.llm.blocks import Block, BlockWatcher, UnreadableAnswer, read_blocks
from workbench.offline.reading.structure.spelling import finished
from workbench.offline.reading.structure.structured import _AND_SO_ON
from workbench.offline.reading.structure.writing import Writing
from workbench.plan.path_templates import is_like, is_path_of
from workbench.plan.problem import PlanProblem
from workbench.plan.tokens import filled
from workbench.planning.complaints import grouped
from workbench.progress.alike import grouped as alike
from workbench.progress.fingerprint import normalise
from workbench.progress.results import Finding
from workbench.workspace.edits import draft_of, edited
from workbench.workspace.paths import RefusedPath

Reader = Callable[[str], Any]
SIZE = 60_000  # characters; the larger texts have four times as many


def _edit(text: str) -> None:
    with suppress(RefusedPath):
        edited(Block("edit", text, {"path": "backend/x.go"}), "func a() {}\n" * 100)


def _edit_of(text: str) -> None:
    """A SEARCH text of one long line against a file of long lines: what is near is looked for."""
    block = Block("edit", f"<<<<<<< SEARCH\n{text}!\n=======\nx\n>>>>>>> REPLACE\n", {"path": "x"})
    with pytest.raises(RefusedPath) as refused:
        edited(block, text + "\n" + text)
    assert len(refused.value.reason) < 20_000


def _many_edits(text: str) -> None:
    hunk = "<<<<<<< SEARCH\nnowhere at all\n=======\nx\n>>>>>>> REPLACE\n"
    blocks = [Block("edit", hunk, {"path": "backend/x.go"}) for _ in range(len(text) // 200)]
    draft_of(blocks, lambda _: b"some text\n" * 1000, ("backend",))


def _blocks(text: str) -> None:
    with suppress(UnreadableAnswer):
        read_blocks(text, "n")


def _streamed(text: str) -> None:
    watcher = BlockWatcher("n")
    for start in range(0, len(text), 4):
        watcher.feed(text[start : start + 4])


def _lock(text: str) -> None:
    package = {"version": "1.0.0", "peerDependencies": {"x": text}}
    lock = {"packages": {"": {}, "node_modules/y": package, "node_modules/x": {"version": text}}}
    list(mismatches({}, lock))


def _secret(path: str) -> Reader:
    return lambda text: [credential_in(line, path) for line in text.splitlines()]


def _lines_differ(text: str) -> None:
    old = "\n".join(text)
    diff_files({"a": old.encode()}, {"a": ("x\n" + old[::-1]).encode()})


def _findings(text: str) -> None:
    one = Finding(gate="g", message=text, check="c", expected=text, actual=text)
    alike([one, one])
    normalise(text)


READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "a range of package.json": (origins._RANGE.fullmatch, ("1-1", "1 ", "1-", "^", " ")),
    "go.mod: required": (required_modules, ("\n", "require ", " ", "a.b v1", "a.", "(")),
    "go.mod: replaced": (replaced_modules, ("\n", "replace ", "a =>", "=> ", " ")),
    "go.mod: the module": (backend_tests._MODULE.search, ("module\n", "module ", "\n")),
    "a lock file": (_lock, ("1 ", " ", "1-1", "x.", "||")),
    "imports": (
        lambda text: list(_IMPORT.finditer(text)),
        ("import(", "import( ", "from ", "from 'a", "require(  ", " "),
    ),
    "the pairs of an edit": (
        _edit,
        ("<<<<<<< SEARCH\n=======\n", "<<<<<<< SEARCH\n", "=======\n", "\n", "<", "<<<<<"),
    ),
    "the lines near an edit": (_edit_of, ("a", "ab", "a b ", "aaaa\n", "a\n")),
    "many edits": (_many_edits, ("x",)),
    "blocks": (
        _blocks,
        (
            "<think>",
            "\n",
            "<<<begin n file>>>\n",
            '<<<begin n file a="b"',
            "```\n",
            "\\",
            "<<<end n>>>\n",
        ),
    ),
    "blocks with blank lines at the end": (
        lambda text: _blocks("<<<begin n file>>>\nx\n" + text + "<<<end n>>>\n"),
        ("\n", " \n", "```\n"),
    ),
    "a streamed answer": (_streamed, ("x", "<<<begin n ", "\n")),
    "a fenced plan": (_unfenced, ("```\n", "\n", " ", "```json\n\n")),
    "settings": (
        _secret("x.env"),
        ("password", "a.", "password=", "PASSWORD=x ", "token_", ":", "export ", "secret_value "),
    ),
    "sources": (
        _secret("x.go"),
        (
            "password",
            "a+",
            "a://",
            'key="',
            "secret = ",
            "-----BEGIN ",
            "sk-",
            "password: 'token-",
            "SG.",
        ),
    ),
    "what the Go tools print": (
        lambda text: diagnostics("g", text),
        ("a/", "a.go:", "x.go:1: y\n", "vet: ", "1", "\n", "x.go:" + "9" * 50),
    ),
    "what tsc prints": (_diagnostics, ("a(", "a(1,", "x.ts(1,1): error TS1: y\n", "9", "(")),
    "what vite prints": (frontend_build._PLACE.search, ("src/", "src/a.", "a/", ".ts")),
    "what Vitest prints": (
        unhandled_errors,
        ("⎯ Uncaught Exception ⎯⎯\n", "⎯", "⎯ Uncaught Exception ⎯\nx\n", "\x1b[", "\x1b[0", "\n"),
    ),
    "what a server prints": (
        lambda text: (errors_in(text), PORT_TAKEN.search(text)),
        ("error\n", "port ", "port 1", "err", "\n"),
    ),
    "a README": (sections, ("# ", "#", "# a ", "```sh\n", "a \n", " ")),
    "sources of pages": (
        frontend_agreement._OTHER_WAYS.search,
        ("fetch", "fetch ", "new ", "from ", "new\t", "from '"),
    ),
    "paths that a page asks for": (
        lambda text: (is_path_of("/x/{a}-{b}-{c}", "/x/" + text), is_like("/*/*a*a*", text)),
        ("a-", "-", "a", "/a", "a/"),
    ),
    "findings": (
        _findings,
        (
            "/a",
            "/tmp/",
            "1 ",
            "1:1",
            "(1,",
            "line 1",
            ": step 1: ",
            "x.go:1: ",
            "0x",
            "127.0.0.1:1",
        ),
    ),
    "files that findings name": (
        lambda text: (_FILE_MENTION.findall(text), _REQUEST.findall(text)),
        ("src/", "src/a.", "GET ", "GET /a", "backend/a.go"),
    ),
    "complaints about a plan": (
        lambda text: grouped([PlanProblem("a", text)]),
        ("“", "'", '"', "A", "A ", "/a", "1", "A /"),
    ),
    "tokens of a plan": (
        lambda text: filled(text, lambda name, delta: None),
        ("{{a", "{{a ", "{{", " ", "{{a +1 "),
    ),
    "lists that are not finished": (
        lambda text: finished(Writing.of(text)),
        (" ", "a, ... ", "…", "(...", ". "),
    ),
    "and so on": (_AND_SO_ON.search, (" ", ", ", " and ", ", and so on")),
    "files that were changed": (_lines_differ, ("ab", "a", "abc")),
}
CASES = [(name, part) for name, (_, parts) in READERS.items() for part in parts]


@pytest.mark.parametrize(("name", "part"), CASES, ids=lambda value: repr(value)[:40])
def test_the_time_grows_with_the_length(name: str, part: str) -> None:
    read = READERS[name][0]
    # After the long run of one part stands what no expression takes, so that all ways are tried.
    once, four_times = (part * (size // len(part)) + "\ue0ff!" for size in (SIZE, 4 * SIZE))
    assert _seconds(read, four_times) < 9 * _seconds(read, once) + 0.5


def _seconds(read: Reader, text: str) -> float:
    """Processor time: another process on the machine does not count."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


def test_what_is_unlike_everything_is_still_read_right(tmp_path: Path) -> None:
    """The readers that were rewritten say what they said before."""
    assert required_modules('require "example.com/x" v1.2.3') != []
    assert replaced_modules("replace (\n  a.b/c v1 => ../c // why\n)") == [("a.b/c", "../c")]
    assert replaced_modules("// a.b/c => ../c") == []
    assert credential_in('password: "hunter2hunter2"', "x.go") == "a password in the source"
    assert credential_in('autocomplete.password = "current-password"', "x.tsx") is None
    assert credential_in('label.password: "Kennwörter"', "x.tsx") is None
