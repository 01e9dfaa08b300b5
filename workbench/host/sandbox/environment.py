"""The variables of our own environment that a child may see: named one by one, the rest stays out."""

from __future__ import annotations

import os
from collections.abc import Mapping

# Language, time zone and where commands are: what a program needs to work the same everywhere.
_ANY_PROCESS = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ"})
# What our own tools need besides, the installers among them: a home with their settings, a terminal,
# mirrors, proxies and certificates. None of these processes runs generated code.
_OWN_TOOL = _ANY_PROCESS | {
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "TMPDIR",
    "TEMP",
    "TMP",
    "DISPLAY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "SYSTEMROOT",
    "APPDATA",
    "LOCALAPPDATA",
    "USERPROFILE",
    "PATHEXT",
    "COMSPEC",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "NIX_SSL_CERT_FILE",
    "GOPATH",
    "GOCACHE",
    "GOMODCACHE",
    "GOPROXY",
    "GOSUMDB",
    "GONOSUMDB",
    "GONOSUMCHECK",
    "GOPRIVATE",
    "GONOPROXY",
    "GOINSECURE",
    "GOENV",
    "GOVCS",
    "GOAUTH",
    "CC",
    "CXX",
    "NPM_CONFIG_USERCONFIG",
    "NPM_CONFIG_REGISTRY",
    "NPM_CONFIG_CACHE",
    "NPM_CONFIG_CAFILE",
    "npm_config_userconfig",
    "npm_config_registry",
    "npm_config_cache",
    "npm_config_cafile",
    "NETRC",
    "PLAYWRIGHT_BROWSERS_PATH",
}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_INSTALLER_PREFIXES = ("PIP_", "UV_")


def own_tool_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """For a tool of ours that runs no generated code, plus `extra`."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in _OWN_TOOL or name.startswith(_INSTALLER_PREFIXES)
    }
    return inherited | _direct_loopback(inherited) | dict(extra)


def _direct_loopback(inherited: Mapping[str, str]) -> dict[str, str]:
    """Names what no proxy can reach for us: servers of this host, if a proxy is set at all."""
    if not any(name.lower().endswith("_proxy") for name in inherited):
        return {}
    said = inherited.get("no_proxy") or inherited.get("NO_PROXY") or ""
    names = dict.fromkeys([*filter(None, said.split(",")), *LOOPBACK])
    return dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(names))


def generated_environment(extra: Mapping[str, str], home: str) -> dict[str, str]:
    """For a process that runs or compiles generated code: `extra`, and a home of its own."""
    inherited = {name: value for name, value in os.environ.items() if name in _ANY_PROCESS}
    return inherited | {"HOME": home} | dict(extra)
