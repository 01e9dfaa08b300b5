"""Manifests are read as their tools read them, comments included."""

from __future__ import annotations

from workbench.host.manifests import RequiredModule, named_packages, required_modules

GO_MOD = """module notes/backend

go 1.24.0

require modernc.org/sqlite v1.45.0 // pinned: see the README

require (
\tgithub.com/google/uuid v1.6.0 // indirect
\tgolang.org/x/sys v0.37.0
)
"""


def test_requirements_are_read_whatever_comment_follows() -> None:
    assert required_modules(GO_MOD) == [
        RequiredModule("modernc.org/sqlite", "v1.45.0", direct=True),
        RequiredModule("github.com/google/uuid", "v1.6.0", direct=False),
        RequiredModule("golang.org/x/sys", "v0.37.0", direct=True),
    ]


def test_packages_of_both_kinds_are_named() -> None:
    manifest = {"dependencies": {"react": "19.0.0"}, "devDependencies": {"vite": "8.0.0"}}
    assert named_packages(manifest) == {"react": "19.0.0", "vite": "8.0.0"}
    assert named_packages({}) == {}
