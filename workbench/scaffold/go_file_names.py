"""Names of Go files that would not be compiled, or that the scaffold uses itself."""

from __future__ import annotations

SHARED_FILES = frozenset(
    {"paging", "errors", "validation", "domain", "auth", "seed", "open", "totals"}
)
# Go reads what follows the last underscore of a file's name as a build constraint.
BUILD_SUFFIXES = frozenset(
    [
        "test",
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "illumos",
        "ios",
        "js",
        "linux",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "unix",
        "wasip1",
        "windows",
        "zos",
        "386",
        "amd64",
        "arm",
        "arm64",
        "loong64",
        "mips",
        "mips64",
        "ppc64",
        "riscv64",
        "s390x",
        "wasm",
    ]
)
