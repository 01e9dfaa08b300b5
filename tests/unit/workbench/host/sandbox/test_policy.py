"""The policy of a command as the command line of bubblewrap and the orders of the supervisor."""

from __future__ import annotations

import shlex
from pathlib import Path

from workbench.host.sandbox.containment import EXPOSED, Containment
from workbench.host.sandbox.go_commands import go_environment, go_sandbox, with_inner_sandbox
from workbench.host.sandbox.policy import GIB, Bubblewrap, Limits, Network, Sandbox

BUBBLEWRAP = Bubblewrap(Path("/usr/bin/bwrap"), (Path("/usr"), Path("/opt/go")))
CONTAINED = Containment(
    BUBBLEWRAP, go_cache=Path("/srv/go-build"), go_modules=Path("/srv/go-modules")
)
UNCONTAINED = Containment(
    None, "bubblewrap is not installed", Path("/srv/go-build"), Path("/srv/go-modules")
)
WORK = Path("/srv/work")


def mounts(argv: tuple[str, ...]) -> dict[str, str]:
    """How each place inside is mounted, the last rule for a place."""
    return {
        argv[at + 2]: option
        for at, option in enumerate(argv)
        if option in ("--bind", "--bind-try", "--ro-bind", "--ro-bind-try", "--dev-bind")
    }


def position(argv: tuple[str, ...], *parts: str) -> int:
    return next(at for at in range(len(argv)) if argv[at : at + len(parts)] == parts)


def test_the_command_comes_last_and_in_its_folder() -> None:
    argv = Sandbox(BUBBLEWRAP, writable=(WORK,)).wrap(("go", "version"), WORK)
    assert argv[0] == "/usr/bin/bwrap"
    assert argv[-5:] == ("--chdir", "/srv/work", "--", "go", "version")


def test_users_processes_and_names_are_its_own_and_nothing_outlives_it() -> None:
    argv = Sandbox(BUBBLEWRAP).wrap(("true",), WORK)
    for option in ("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"):
        assert option in argv
    assert {"--die-with-parent", "--new-session"} <= set(argv)
    position(argv, "--cap-drop", "ALL")


def test_only_the_named_folders_are_writable() -> None:
    sandbox = CONTAINED.sandbox(writable=(WORK,), readable=(Path("/srv/tools"),))
    found = mounts(sandbox.wrap(("true",), WORK))
    assert [place for place, how in found.items() if how == "--bind"] == ["/srv/work"]
    assert found["/srv/tools"] == "--ro-bind-try"
    assert found["/srv/go-build"] == found["/srv/go-modules"] == "--ro-bind-try"


def test_an_inner_folder_is_mounted_after_the_one_that_holds_it() -> None:
    packages = WORK / "frontend" / "node_modules"
    argv = Sandbox(
        BUBBLEWRAP, writable=(WORK,), readable=(packages,), temporary=(packages / ".vite",)
    ).wrap(("true",), WORK)
    outer = position(argv, "--bind", str(WORK), str(WORK))
    inner = position(argv, "--ro-bind-try", str(packages), str(packages))
    own = position(argv, "--tmpfs", str(packages / ".vite"))
    assert outer < inner < own


def test_temporary_folders_have_a_size_where_bubblewrap_knows_one() -> None:
    old = Bubblewrap(Path("/usr/bin/bwrap"), (), takes_size=False)
    argv = Sandbox(BUBBLEWRAP, limits=Limits(temporary_bytes=7)).wrap(("true",), WORK)
    position(argv, "--size", "7", "--tmpfs", "/tmp")
    assert "--size" not in Sandbox(old).wrap(("true",), WORK)


def test_without_bubblewrap_the_command_stays_as_it_is() -> None:
    assert Sandbox(None, writable=(WORK,)).wrap(("true",), WORK) == ("true",)


def test_the_network_is_its_own_unless_it_is_the_hosts() -> None:
    orders = list(Sandbox(BUBBLEWRAP, network=Network((8000,), (9000, 9001))).orders())
    assert orders[:3] == ["serves=8000", "reaches=9000", "reaches=9001"]
    assert "serves=" in list(Sandbox(BUBBLEWRAP).orders())
    shared = list(Sandbox(BUBBLEWRAP, network=None).orders())
    assert not any(order.startswith(("serves", "reaches")) for order in shared)


def test_limits_are_ordered_and_nought_is_none() -> None:
    limits = Limits(memory_bytes=GIB, processes=9, quiet_seconds=0)
    orders = list(Sandbox(None, writable=(WORK,), limits=limits).orders())
    assert {f"memory={GIB}", "processes=9", "folder=/srv/work"} <= set(orders)
    assert not any(order.startswith("quiet") for order in orders)


def test_the_compiler_fills_its_cache_and_its_tests_only_read_it() -> None:
    arguments = ("test", "-race", "./...")
    sandbox = go_sandbox(CONTAINED, (WORK,), runs=arguments)
    assert mounts(sandbox.wrap(("go",), WORK))["/srv/go-build"] == "--bind"
    argv = with_inner_sandbox(("go", *arguments), sandbox, WORK)
    assert argv[:3] == ("go", "test", "-exec")
    assert argv[4:] == ("-race", "./...")
    inner = tuple(shlex.split(argv[3]))
    assert mounts(inner)["/"] == "--ro-bind"
    assert [place for place, how in mounts(inner).items() if how == "--bind"] == ["/srv/work"]


def test_the_cache_does_not_count_as_the_disk_of_the_workspace() -> None:
    orders = list(go_sandbox(CONTAINED, (WORK,), runs=("build",)).orders())
    assert [order for order in orders if order.startswith("folder")] == ["folder=/srv/work"]


def test_compiling_tests_starts_none() -> None:
    arguments = ("test", "-c", "-o", "tests", "./...")
    sandbox = go_sandbox(CONTAINED, (WORK,), runs=arguments)
    assert with_inner_sandbox(("go", *arguments), sandbox, WORK) == ("go", *arguments)


def test_where_sandboxes_do_not_nest_go_test_cannot_write_the_cache() -> None:
    flat = Containment(Bubblewrap(Path("/usr/bin/bwrap"), (), nests=False), go_cache=Path("/c"))
    sandbox = go_sandbox(flat, (WORK,), runs=("test", "./..."))
    assert mounts(sandbox.wrap(("go",), WORK))["/c"] == "--ro-bind-try"
    assert with_inner_sandbox(("go", "test"), sandbox, WORK) == ("go", "test")


def test_what_the_temporary_folder_covers_is_there_again_inside() -> None:
    tools = Path("/tmp/tools")
    sandbox = Sandbox(BUBBLEWRAP, readable=(tools, Path("/srv/tools")))
    inner = tuple(shlex.split(sandbox.wrap_inner(())))
    assert mounts(inner)["/tmp/tools"] == "--ro-bind-try"
    assert "/srv/tools" not in mounts(inner)


def test_go_has_no_proxy_and_no_settings_of_a_user() -> None:
    environment = go_environment(CONTAINED)
    assert (environment["GOPROXY"], environment["GOENV"]) == ("off", "off")
    assert environment["GOCACHE"] == "/srv/go-build"
    assert "GOTMPDIR" not in go_environment(UNCONTAINED)


def test_without_a_sandbox_it_is_said_what_can_be_touched_and_why() -> None:
    assert CONTAINED.statement == ""
    assert UNCONTAINED.statement == f"{EXPOSED} (bubblewrap is not installed)"
    assert UNCONTAINED.sandbox().network is None


def test_the_kernels_interfaces_are_mounted_over_the_sandboxs_own_and_only_to_read() -> None:
    settings = Bubblewrap(Path("/usr/bin/bwrap"), (), kernel=(Path("/proc/sys"),))
    argv = Sandbox(settings).wrap(("true",), WORK)
    own = position(argv, "--proc", "/proc")
    assert own < position(argv, "--ro-bind", "/proc/sys", "/proc/sys")


def test_the_hosts_devices_are_kept_wherever_a_sandbox_takes_them() -> None:
    assert "devices=kept" in list(Sandbox(BUBBLEWRAP).orders())
    assert "devices=kept" not in list(Sandbox(None).orders())


def test_what_it_can_only_read_is_no_part_of_its_disk() -> None:
    packages = WORK / "frontend/node_modules"
    sandbox = CONTAINED.sandbox(writable=(WORK,)).with_readable(packages, Path("/srv/tools"))
    kept = [order for order in sandbox.orders() if order.startswith("kept=")]
    assert kept == [f"kept={packages}"]


def test_only_what_prints_as_it_works_is_ended_when_it_is_silent() -> None:
    assert not any(order.startswith("quiet") for order in CONTAINED.sandbox().orders())
    silent = CONTAINED.sandbox().ended_if_quiet()
    assert "quiet=300.0" in list(silent.orders())
