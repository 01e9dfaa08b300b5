"""package.json and its lock file are held against each other as `npm ci` does."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.harness.npm_lock import mismatches

MANIFEST: dict[str, Any] = {
    "dependencies": {"react-dom": "^19.0.0"},
    "devDependencies": {"a": "1.x"},
}


def lock_of(**changes: Any) -> dict[str, Any]:
    """A lock file that fits the manifest; `changes` names other packages by their path."""
    packages = {
        "": MANIFEST,
        "node_modules/react-dom": {
            "version": "19.1.0",
            "dependencies": {"scheduler": "~0.26.0"},
            "peerDependencies": {"react": "^19.1.0", "typescript": ">=5"},
            "peerDependenciesMeta": {"typescript": {"optional": True}},
        },
        "node_modules/react": {"version": "19.1.0"},
        "node_modules/scheduler": {"version": "0.26.3"},
        "node_modules/a": {
            "version": "1.4.0",
            "dependencies": {"scheduler": "0.20.0"},
            "optionalDependencies": {"fsevents": "2.0.0"},
        },
        "node_modules/a/node_modules/scheduler": {"version": "0.20.0"},
    }
    changed = {path.replace("__", "/"): value for path, value in changes.items()}
    return {"packages": {k: v for k, v in (packages | changed).items() if v is not None}}


def messages(manifest: dict[str, Any], lock: dict[str, Any]) -> list[str]:
    return [item.message for item in mismatches(manifest, lock)]


def test_a_lock_file_that_fits_has_none() -> None:
    assert messages(MANIFEST, lock_of()) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"node_modules__react-dom": {"version": "18.3.0"}},
            "the lock file has a version of react-dom that package.json does not accept",
        ),
        (
            {"node_modules__scheduler": {"version": "0.27.0"}},
            "the lock file has a version of scheduler that react-dom does not accept",
        ),
        (
            {"node_modules__scheduler": None},
            "the lock file lacks scheduler, which react-dom requires",
        ),
        ({"node_modules__react": None}, "the lock file lacks react, which react-dom requires"),
        (
            {"node_modules__react": {"version": "19.0.5"}},
            "the lock file has a version of react that react-dom does not accept",
        ),
        (
            {"node_modules__a__node_modules__scheduler": None},
            "the lock file has a version of scheduler that a does not accept",
        ),
        (
            {"node_modules__a": {}},
            "the lock file has a version of a that package.json does not accept",
        ),
    ],
)
def test_what_is_out_of_step_is_named(changes: dict[str, Any], message: str) -> None:
    assert messages(MANIFEST, lock_of(**changes)) == [message]


def test_a_range_that_was_raised_in_the_manifest_alone_is_named() -> None:
    manifest = {**MANIFEST, "dependencies": {"react-dom": "^20.0.0"}}
    assert messages(manifest, lock_of()) == [
        "the lock file does not have react-dom in the version that the manifest names",
        "the lock file has a version of react-dom that package.json does not accept",
    ]


def test_a_package_that_was_added_to_the_manifest_alone_is_named() -> None:
    manifest = {**MANIFEST, "dependencies": {"react-dom": "^19.0.0", "zod": "4.0.0"}}
    assert messages(manifest, lock_of()) == [
        "the lock file does not have zod in the version that the manifest names"
    ]


def test_overrides_may_give_a_package_another_version_than_it_asks_for() -> None:
    manifest = {**MANIFEST, "overrides": {"scheduler": "0.27.0"}}
    assert messages(manifest, lock_of(node_modules__scheduler={"version": "0.27.0"})) == []
