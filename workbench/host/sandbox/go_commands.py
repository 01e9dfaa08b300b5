"""How go is contained: the compiler may fill its cache, the tests that it starts may only read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workbench.host.sandbox.containment import Containment
from workbench.host.sandbox.policy import GO_TEMPORARY, Limits, Sandbox

# A linker with the race detector's tables is larger than what a server needs.
COMPILER = Limits(memory_bytes=8 << 30)


def go_sandbox(
    containment: Containment, writable: Sequence[Path], *, runs: Sequence[str]
) -> Sandbox:
    """The policy for `go` with these arguments.

    Compiling runs no generated code. If tests cannot have a sandbox of their own inside this
    one, nothing that they share with the compiler is writable: go works with a cache that it can
    only read, and compiles once more what it could not store.
    """
    caches = [path for path in (containment.go_cache, *containment.tool_caches) if path is not None]
    sandbox = containment.sandbox(writable=writable, limits=COMPILER)
    if starts_tests(runs) and not sandbox.wrap_inner(()):
        return sandbox
    return replace(sandbox, writable=(*sandbox.writable, *caches), measured=tuple(writable))


def with_inner_sandbox(argv: Sequence[str], sandbox: Sandbox, folder: Path) -> tuple[str, ...]:
    """The command line of go, whose tests start in a stricter sandbox and may write one folder."""
    inner = sandbox.wrap_inner((folder,))
    if not inner or not starts_tests(argv[1:]):
        return tuple(argv)
    return (*argv[:2], "-exec", inner, *argv[2:])


def starts_tests(arguments: Sequence[str]) -> bool:
    """True for `go test`, unless it only compiles."""
    return arguments[:1] == ("test",) and "-c" not in arguments


def go_environment(containment: Containment) -> dict[str, str]:
    """Variables of a go that reaches no network and reads no settings of a user."""
    environment = cache_environment(containment)
    environment |= {"GOPROXY": "off", "GOFLAGS": "-mod=readonly", "GOENV": "off"}
    if containment.bubblewrap is not None:
        environment["GOTMPDIR"] = GO_TEMPORARY
    return environment


def cache_environment(containment: Containment) -> dict[str, str]:
    """Variables with which go and its C compiler find their caches from any home."""
    places = {"GOCACHE": containment.go_cache, "GOMODCACHE": containment.go_modules}
    environment = {name: str(path) for name, path in places.items() if path is not None}
    if containment.tool_caches:
        environment["ZIG_GLOBAL_CACHE_DIR"] = str(containment.tool_caches[0])
    return environment
