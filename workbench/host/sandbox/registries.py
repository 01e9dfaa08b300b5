"""The package registries of this host: where they are, and the settings that npm and go need there."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workbench.host.process import Command, run
from workbench.host.sandbox.gateway import Address
from workbench.host.toolchains import Toolchains

SETTINGS_SECONDS = 60.0
# go checks modules against this database of checksums if GOSUMDB says nothing else.
CHECKSUMS = "sum.golang.org"
# The database of govulncheck, unless GOVULNDB names another.
VULNERABILITIES = "https://vuln.go.dev"
_GO_SETTINGS = (
    "GOPROXY",
    "GOSUMDB",
    "GONOSUMDB",
    "GOPRIVATE",
    "GONOPROXY",
    "GOINSECURE",
    "GOVULNDB",
)
# Files and folders of certificates, named by the variables of OpenSSL, Node and Go.
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Registries:
    """The only addresses that an install step reaches, and what it may read to reach them.

    `variables` are settings of npm and go; `readable` are npm's settings with their keys,
    certificates, and registries that are folders.
    """

    addresses: frozenset[Address] = frozenset()
    variables: Mapping[str, str] | None = None
    readable: tuple[Path, ...] = ()
    npm_cache: Path | None = None
    proxy: str = ""
    """The proxy of npm's settings, for connections to the registries."""

    @property
    def loopback_ports(self) -> tuple[int, ...]:
        """Registries of this host: go asks no proxy for these."""
        local = ("localhost", "127.0.0.1", "::1")
        return tuple(sorted(port for host, port in self.addresses if host in local))


async def find_registries(toolchains: Toolchains) -> Registries:
    """What npm and go are set to on this host; empty if they say nothing."""
    npm, go = await asyncio.gather(
        _settings(("npm", "config", "list", "--json"), toolchains),
        _settings(("go", "env", "-json", *_GO_SETTINGS), toolchains),
    )
    certificates = {name: os.environ[name] for name in _CERTIFICATES if os.environ.get(name)}
    addresses = [*npm_registries(npm), *go_registries(go)]
    settings = [str(npm.get(name) or "") for name in ("userconfig", "globalconfig", "cafile")]
    files = [*settings, *certificates.values(), *map(file_of, addresses)]
    variables = {name: str(value) for name, value in go.items() if value} | certificates
    variables |= {"GOENV": "off"} if go else {}
    if npm.get("userconfig"):
        variables["npm_config_userconfig"] = str(npm["userconfig"])
    return Registries(
        addresses=frozenset(filter(None, map(address_of, addresses))),
        variables=variables,
        readable=tuple(Path(name) for name in files if name),
        npm_cache=Path(npm["cache"]) if npm.get("cache") else None,
        proxy=str(npm.get("https-proxy") or npm.get("proxy") or ""),
    )


async def _settings(argv: tuple[str, ...], toolchains: Toolchains) -> dict[str, Any]:
    command = Command(argv, Path("/"), toolchains.environment, SETTINGS_SECONDS)
    finished = await run(command)
    try:
        found = json.loads(finished.stdout)
    except ValueError:  # not installed, or too old to say it in JSON
        return {}
    return found if isinstance(found, dict) else {}


def npm_registries(settings: Mapping[str, Any]) -> Iterator[str]:
    """The URLs of the registry and of those of single scopes."""
    for name, value in settings.items():
        if (name == "registry" or name.endswith(":registry")) and isinstance(value, str):
            yield value


def go_registries(settings: Mapping[str, str]) -> Iterator[str]:
    """The URLs of Go's module proxies, of its database of checksums and of vulnerabilities."""
    if settings:
        yield from _urls(re.split(r"[,|]", settings.get("GOPROXY", "")))
        named = settings.get("GOSUMDB", "") or CHECKSUMS
        yield f"https://{CHECKSUMS}"
        yield from _urls(named.split())
        yield settings.get("GOVULNDB") or VULNERABILITIES


def _urls(words: Iterable[str]) -> Iterator[str]:
    yield from (word.strip() for word in words if "://" in word)


def address_of(url: str) -> Address | None:
    """The host and port of a URL; None if it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:  # a port that is not a number
        return None
    return None if port is None or not parts.hostname else (parts.hostname.lower(), port)


def file_of(url: str) -> str:
    """The folder of a file URL; empty for every other."""
    parts = urlsplit(url)
    return parts.path if parts.scheme == "file" else ""
