"""Names that are one and the same file on every system that a delivered folder may be copied to."""

from __future__ import annotations

import re

MAX_NAME_BYTES = 255
# With the folder of a delivery before it: Windows takes 260 characters if nothing else is set.
MAX_PATH_BYTES = 200
_PORTABLE = re.compile(r"[A-Za-z0-9._@()\[\]+-]+")
# Devices of Windows, with any ending: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.I)
# They change where packages come from, or what the tools of the README run, or hold secrets.
_SETTINGS_OF_TOOLS = frozenset(
    {
        ".npmrc",
        ".yarnrc",
        ".yarnrc.yml",
        ".yarn",
        "yarn.lock",
        "npm-shrinkwrap.json",  # npm prefers it to package-lock.json
        ".pnpmfile.cjs",
        ".pnpmfile.mjs",
        ".pnpm-store",
        "pnpm-lock.yaml",
        "pnpm-workspace.yaml",
        "bun.lock",
        "bun.lockb",
        "bunfig.toml",
        "go.work",
        "go.work.sum",
        ".git",
        ".gitmodules",
        ".gitattributes",
        ".gitconfig",
        "node_modules",
        # They run commands when somebody opens the folder.
        ".vscode",
        ".devcontainer",
        ".devcontainer.json",
        ".idea",
        # Options of the next build that is started in the folder: `sandbox = "off"`, for example.
        "stackwright.toml",
    }
)
_EXAMPLE_SETTINGS = ".env.example"


def complaint_about(path: str) -> str:
    """Why no file of the system may have this relative path; empty if it may."""
    if len(path.encode(errors="replace")) > MAX_PATH_BYTES:
        return f"the path is longer than {MAX_PATH_BYTES} bytes"
    for name in path.split("/"):
        if len(name.encode(errors="replace")) > MAX_NAME_BYTES:
            return f"a name in the path is longer than {MAX_NAME_BYTES} bytes"
        if not _PORTABLE.fullmatch(name):
            return "the path has characters that not every system takes"
        if name.endswith("."):
            return "a name that ends with a dot is another one on some systems"
        if _DEVICE.fullmatch(name):
            return f"{name} is the name of a device on some systems"
        same = name.casefold()
        if same in _SETTINGS_OF_TOOLS or same.startswith(".pnp.") or _is_vendored(path, name):
            return f"{name} belongs to a tool, and would change what it does"
        if same.endswith(".syso"):
            return f"{name} is machine code that go links into the server; send its source"
        is_setting = same.startswith(".env") or same.endswith(".env")
        if is_setting and name != _EXAMPLE_SETTINGS:
            return (
                f"values of the environment are no part of the system; only {_EXAMPLE_SETTINGS} is"
            )
    return ""


def _is_vendored(path: str, name: str) -> bool:
    """go takes packages from a folder of this name instead of the ones that go.sum names."""
    return name.casefold() == "vendor" and path.casefold().startswith("backend/")
