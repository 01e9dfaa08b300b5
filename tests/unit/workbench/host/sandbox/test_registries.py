"""Which addresses the settings of npm and go name: an install step reaches these and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.host.sandbox.registries import (
    Registries,
    address_of,
    file_of,
    go_registries,
    npm_registries,
)


def test_npm_has_one_registry_and_more_for_single_scopes() -> None:
    settings = {
        "registry": "https://registry.example/npm/",
        "@ours:registry": "http://127.0.0.1:4873",
        "replace-registry-host": "npmjs",
        "cache": "/x",
    }
    found = {address_of(url) for url in npm_registries(settings)}
    assert found == {("registry.example", 443), ("127.0.0.1", 4873)}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"GOPROXY": "https://proxy.example,direct", "GOSUMDB": "sum.golang.org"},
            {("proxy.example", 443), ("sum.golang.org", 443), ("vuln.go.dev", 443)},
        ),
        (
            {
                "GOPROXY": "http://a.example:8080|off",
                "GOSUMDB": "sum.example+key https://b.example",
            },
            {
                ("a.example", 8080),
                ("b.example", 443),
                ("sum.golang.org", 443),
                ("vuln.go.dev", 443),
            },
        ),
        (
            {"GOPROXY": "direct", "GOVULNDB": "https://v.example"},
            {("sum.golang.org", 443), ("v.example", 443)},
        ),
        ({}, set()),
    ],
)
def test_go_has_module_proxies_and_databases(
    settings: dict[str, str], expected: set[tuple[str, int]]
) -> None:
    assert {address_of(url) for url in go_registries(settings)} == expected


@pytest.mark.parametrize(
    "url", ["", "direct", "https://", "https://x:port/", "file:///srv/modules"]
)
def test_what_names_no_host_is_no_address(url: str) -> None:
    assert address_of(url) is None


def test_a_registry_that_is_a_folder_is_read() -> None:
    assert file_of("file:///srv/modules") == "/srv/modules"
    assert file_of("https://x/srv") == ""


def test_registries_of_this_host_are_named_by_their_ports() -> None:
    addresses = frozenset({("localhost", 4873), ("127.0.0.1", 3000), ("registry.example", 443)})
    registries = Registries(addresses, {}, (Path("x"),))
    assert registries.loopback_ports == (3000, 4873)
