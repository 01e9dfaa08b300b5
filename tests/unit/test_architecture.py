"""The folder tree is the architecture: what import-linter cannot say of it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.support.repository import ROOT

CODE = ("stackwright", "graph", "nodes", "prompts", "workbench")
STARTING = re.compile(
    r"^(subprocess|os\.(system|popen|exec|spawn|fork|posix_spawn)|asyncio\.create_sub)"
)
# Where the home folder is inside the sandbox; it is on no machine.
SANDBOX_HOME = "/home/run"
MACHINE_PATH = re.compile(r"(^|[^A-Za-z./])/(root|work|home)/[a-z]")
WRITTEN = frozenset({".py", ".md", ".toml", ".json", ".j2", ".sh", ".yml", ".lark", ".yaml"})
MAX_LINES = 350
MAX_FILES = 20


def sources() -> list[Path]:
    return [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def names_used(path: Path) -> Iterator[str]:
    """Imported modules, and dotted names that are read."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def test_only_the_host_starts_processes() -> None:
    starting = {
        name_of(path) for path in sources() if any(STARTING.match(n) for n in names_used(path))
    }
    assert starting, "the host starts processes, so the search finds some"
    assert {name for name in starting if not name.startswith("workbench/host/")} == set()


def test_only_the_session_of_one_server_speaks_http_to_generated_servers() -> None:
    speaking = re.compile(
        r"^(requests\.(get|post|put|patch|delete|head|options|request|Session|session|sessions|api)"
        r"|urllib\.request(\.urlopen|\.build_opener|\.Request)?|http\.client|urllib3|httpx|aiohttp)(\.|$)"
    )
    allowed = {
        # The session itself, what it is made of, and the requests that are sent at the same moment.
        "workbench/harness/http_client.py": "urllib3 requests.Session",
        "workbench/harness/answers/bounded.py": "urllib3 http.client",
        "workbench/harness/parallel/simultaneous_requests.py": "http.client",
        # Models; the registries' gateway reads the host's proxy settings.
        "workbench/llm/registry.py": "httpx",
        "workbench/llm/client_settings.py": "urllib.request, for getproxies alone",
        "workbench/host/sandbox/gateway.py": "urllib.request",
        "workbench/openapi/reading/document_files.py": "urllib.request, for url2pathname alone",
    }
    types_only = re.compile(r"^def |->|: requests\.Session| Mapping\[str, requests\.Session\]")
    for path in sources():
        uses = {name for name in names_used(path) if speaking.match(name)}
        if name_of(path) in allowed or not uses:
            continue
        lines = [line for line in path.read_text().splitlines() if "requests.Session" in line]
        assert uses == {"requests.Session"}, f"{name_of(path)} speaks HTTP by itself: {uses}"
        assert [line for line in lines if not types_only.search(line)] == [], name_of(path)


def test_no_file_is_long() -> None:
    assert [name_of(p) for p in sources() if len(p.read_text().splitlines()) > MAX_LINES] == []


@pytest.mark.parametrize("folder", CODE)
def test_no_folder_is_full(folder: str) -> None:
    places = [ROOT / folder, *(path for path in (ROOT / folder).rglob("*") if path.is_dir())]
    full = [name_of(p) for p in places if len(list(p.glob("*.py"))) > MAX_FILES + 1]
    assert full == []


def test_every_package_and_every_data_file_is_delivered() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    patterns = setuptools["packages"]["find"]["include"]
    packages = {name_of(path.parent).replace("/", ".") for path in sources()}
    assert [name for name in packages if not any(fnmatch(name, p) for p in patterns)] == []
    assert [
        name for name in packages if not (ROOT / name.replace(".", "/") / "__init__.py").is_file()
    ] == []
    delivered = {
        path
        for package, patterns in setuptools["package-data"].items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    data = {
        path
        for folder in CODE
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert sorted(map(name_of, data - delivered)) == []


def test_every_source_says_what_it_is() -> None:
    assert [name_of(p) for p in sources() if not p.read_text().lstrip().startswith('"""')] == []


def test_tests_import_nothing_from_other_tests() -> None:
    tiers = re.compile(r"tests\.(unit|integration|e2e)\.")
    borrowed = [
        name_of(path)
        for path in (ROOT / "tests").rglob("*.py")
        if any(tiers.match(name + ".") for name in names_used(path))
    ]
    assert borrowed == []


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    folders = (*CODE, "tests", "bench", "docs", "prompts")
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in WRITTEN]
    files += [p for p in ROOT.iterdir() if p.suffix in WRITTEN]
    assert len(files) > 300
    found = [
        name_of(p)
        for p in files
        if p.is_file() and MACHINE_PATH.search(p.read_text().replace(SANDBOX_HOME, ""))
    ]
    assert [name for name in found if name != "tests/unit/test_architecture.py"] == []
