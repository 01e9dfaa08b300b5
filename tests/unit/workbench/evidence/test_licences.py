"""Dependencies are read from the manifests, licences from what the packages say."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.evidence.licences import UNKNOWN, dependencies_of

GO_MOD = b"""module notes/backend

go 1.24.0

require modernc.org/sqlite v1.45.0

require (
\tgithub.com/Some/thing v1.0.1 // indirect
)
"""
LOCK = json.dumps(
    {
        "packages": {
            "": {"dependencies": {"react": "19.0.0"}, "devDependencies": {"vite": "8.0.0"}},
            "node_modules/react": {"version": "19.0.0", "license": "MIT"},
            "node_modules/vite": {"version": "8.0.0"},
            "node_modules/vite/node_modules/react": {"version": "1.0.0", "license": "ISC"},
        }
    }
).encode()


def test_direct_ones_come_first_with_their_licences(tmp_path: Path) -> None:
    folder = tmp_path / "modernc.org/sqlite@v1.45.0"
    folder.mkdir(parents=True)
    (folder / "LICENSE").write_text("Permission is hereby granted,\n free of charge, to any")
    capital = tmp_path / "github.com/!some/thing@v1.0.1"
    capital.mkdir(parents=True)
    (capital / "LICENSE").write_text("Apache License\nVersion 2.0")
    found = dependencies_of(
        {"backend/go.mod": GO_MOD, "frontend/package-lock.json": LOCK}, tmp_path
    )
    assert [(item.name, item.version, item.licence, item.direct) for item in found] == [
        ("modernc.org/sqlite", "v1.45.0", "MIT", True),
        ("react", "19.0.0", "MIT", True),
        ("vite", "8.0.0", UNKNOWN, True),
        ("github.com/Some/thing", "v1.0.1", "Apache-2.0", False),
        ("react", "1.0.0", "ISC", False),
    ]


def test_a_licence_that_cannot_be_read_is_not_guessed(tmp_path: Path) -> None:
    assert dependencies_of({"backend/go.mod": GO_MOD}, tmp_path)[0].licence == UNKNOWN


def test_a_system_without_manifests_depends_on_nothing(tmp_path: Path) -> None:
    assert dependencies_of({}, tmp_path) == []
