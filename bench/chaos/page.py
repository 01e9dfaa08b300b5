"""docs/chaos.md: what was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from bench.chaos.commands import KIND as ENVIRONMENTS
from bench.chaos.commands import commands
from bench.chaos.kills import KIND as KILLS
from bench.chaos.kills import cases
from bench.chaos.outcome import LEFT, Outcome, rows

_COLUMNS = (
    "processes left",
    "ports left",
    "files outside",
    "secrets seen",
    "caches changed",
    "wrong exit codes",
)
_INTRODUCTION = """\
# Chaos

Written by `make chaos`. Each trial has an expected outcome. The trials are in tables:
[programs](../bench/chaos/programs.toml) that generated code might be, [answers](../bench/chaos/answers.toml)
of a model, [documents and plans](../bench/chaos/documents.toml), [files](../bench/chaos/left_files.py) that
tests leave, [commands](../bench/chaos/commands.toml) in bad environments, and
[kills](../bench/chaos/kills.py): each of five signals at each node of the graph as it begins, works and ends,
after which the run is resumed. The last six columns must be 0.
"""
_HOLDS = """\
## What holds, and what does not

- **With bubblewrap**, whatever compiles or runs generated code sees a read-only system, an empty home and
  its own folders, has no network but its own loopback, and cannot see other processes.
- **The install step and the audits** run npm and go, with install scripts off. They reach the registries
  that this host's npm and go are set to, through a proxy that rejects every other address, also that of a
  second host to which a registry sends clients for its files. Modules that go would fetch with git
  (`GOPRIVATE`, `direct`) cannot be downloaded: use `--sandbox off` for these.
- **`stackwright run`** keeps server and page in the sandbox. Both can be reached from this machine only; the
  server can write only to `backend/data` and reaches no other service. `--sandbox off` lifts this.
- **Memory, processes, output, disk** are measured five times a second, so a short peak can exceed a
  limit. Shared memory and files in memory count, and so do open files without a name. For an ordinary user
  the kernel also bounds the processes of each sandbox; for root a control group does, where there is one.
- **For root** the sandbox is no root, but the kernel would still take it for the owner of the host's devices
  and of its settings in `/proc`: these are mounted so that they can be used or read, and not changed.
- **Without bubblewrap** only three things hold: the restricted environment, the limits, and that every process
  is ended, also if it kills or stops its supervisor. The verdict says so.
- **What it costs:** seven gates of a notes system (both builds, types, both components' tests, contract,
  scenarios), three times each in turns on two idle cores: 16.6 s with the sandbox and 15.5 s without, 1.07 by
  the clock and 1.06 of processors (`python -m bench.sandbox_cost`).
"""


def _missing(outcomes: Sequence[Outcome]) -> list[str]:
    """What of the long parts was not tried, if not all of it was."""
    wholes = {KILLS: len(cases()), ENVIRONMENTS: len(commands())}
    tried = {kind: sum(one.kind == kind for one in outcomes) for kind in wholes}
    few = [
        f"{tried[kind]} of {wholes[kind]} {kind}" for kind in wholes if tried[kind] < wholes[kind]
    ]
    return [f"Sampled: {', '.join(few)}; the rest was not run.\n"] if few else []


def page(outcomes: Sequence[Outcome]) -> str:
    """The page."""
    lines = [
        f"| trials | sandbox | tried | survived | {' | '.join(_COLUMNS)} |",
        f"| --- | --- | ---: | ---: | {' | '.join('---:' for _ in LEFT)} |",
    ]
    for row in rows(outcomes):
        counts = " | ".join(map(str, (row.tried, row.survived, *row.left)))
        lines.append(f"| {row.kind} | {'with' if row.sandbox else 'without'} | {counts} |")
    failed = [outcome for outcome in outcomes if outcome.problems]
    found = [f"- {one.kind}: {one.name}: {'; '.join(one.problems)}" for one in failed]
    parts = [_INTRODUCTION, *_missing(outcomes), "\n".join(lines) + "\n"]
    if found:
        parts.append("Not as it must be:\n\n" + "\n".join(found) + "\n")
    return "\n".join([*parts, _HOLDS])
