"""What belongs to a system, and what tools made beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.workspace.system_files import belongs_to_system, copy_system, system_files


@pytest.mark.parametrize(
    "path",
    [
        "backend/data/data_test.go",
        "backend/internal/data/store.go",
        "backend/bin/tool.go",
        "backend/internal/dist/dist.go",
        "frontend/src/dist/index.ts",
        "frontend/src/bin/x.ts",
        "frontend/bin/server",
        "backend/data/seed.json",
        "backend/data/app.db.go",
        ".env",
        "frontend/.env.production",
        "backend/node_modules/x.go",
        ".github/workflows/ci.yml",
        ".stackwright/plan.json",
        "bin/deploy.sh",
        "README.md",
    ],
)
def test_sources_belong_to_the_system_whatever_their_folder_is_called(path: str) -> None:
    assert belongs_to_system(path)


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        "frontend/node_modules/react/index.js",
        "frontend/dist/index.html",
        "bin/server",
        "bin/server.exe",
        "backend/data/app.db",
        "backend/data/app.db-wal",
        "data/app.db-shm",
        ".stackwright/verdict.json",
        ".stackwright/report.html",
        ".stackwright/screenshots/list.png",
    ],
)
def test_what_tools_make_and_records_of_the_delivery_do_not(path: str) -> None:
    assert not belongs_to_system(path)


def test_a_copy_holds_the_system_and_no_product(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    kept = ["backend/data/data.go", "frontend/src/dist/a.ts", ".env.example"]
    for path in (*kept, "frontend/dist/index.html", "frontend/node_modules/a/dist/a.js"):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(path)
    (source / "backend/link.go").symlink_to(source / ".env.example")
    copy_system(source, target)
    assert sorted(system_files(target)) == sorted(kept)
    assert (target / kept[0]).read_text() == kept[0]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "backend").symlink_to(tmp_path.parent)
    assert list(system_files(tmp_path)) == ["backend"]
