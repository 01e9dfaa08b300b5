"""Backends with many-to-many references: a sound one passes, and each fault is told by its trace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.blog import blog
from tests.support.seeded_faults import (
    SOUND,
    SeededFault,
    build_backend,
    context_of_variant,
    write_variants,
)
from workbench.harness.gate_context import GateContext
from workbench.harness.trace_runs import run_steps
from workbench.reference.traces import derive_traces
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files

# Trace → the fault that it must reject.
FAULTS = [
    (
        "posts.arrays.tags",
        SeededFault("the ids are in the order sent", "validation", "slices.Sort(ids)\n", "\n"),
    ),
    (
        "posts.arrays.tags",
        SeededFault(
            "an id twice counts once",
            "validation",
            'case len(slices.Compact(slices.Clone(ids))) < len(ids):\n\t\tv.add(field, "must have each entry only once")\n\t}\n\treturn ids',
            "}\n\treturn slices.Compact(ids)",
        ),
    ),
    (
        "posts.arrays.tags.most",
        SeededFault("one too few", "validation", "const maxItems = 100", "const maxItems = 99"),
    ),
    (
        "posts.filter.tags",
        SeededFault(
            "the filter finds the first only",
            "post_repository",
            'matching.add(`EXISTS (SELECT 1 FROM "posts_tags" WHERE "posts_tags"."post_id" = "posts"."id" AND "tag_id" = ?)`',
            'matching.add(`(SELECT min("tag_id") FROM "posts_tags" WHERE "post_id" = "posts"."id") = ?`',
        ),
    ),
    (
        "posts.arrays.tags",
        SeededFault(
            "a change only adds",
            "post_repository",
            '`DELETE FROM "posts_tags" WHERE "post_id" = ?`',
            '`DELETE FROM "posts_tags" WHERE "post_id" = ? AND 0`',
            (('`INSERT INTO "posts_tags"', '`INSERT OR IGNORE INTO "posts_tags"'),),
        ),
    ),
]
NAMES = [fault.name for _, fault in FAULTS]


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory, stackwright_home: Path) -> Path:
    """A backend as the scaffold writes it, with every fault in one binary."""
    sound = tmp_path_factory.mktemp("sound")
    folder = tmp_path_factory.mktemp("many") / "variants"
    plan = blog()
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in files.items():
        (sound / path).parent.mkdir(parents=True, exist_ok=True)
        (sound / path).write_text(text)
    write_variants(sound, folder, [fault for _, fault in FAULTS])
    asyncio.run(build_backend(folder))
    return folder


async def rejected(context: GateContext, wanted: str = "") -> set[str]:
    """Ids of the traces, out of all or the one wanted, that the built backend does not pass."""
    found = set()
    for trace in derive_traces(context.plan):
        if wanted in ("", trace.id):
            finding = await run_steps(
                context, "g", trace.id, trace.title, trace.entity, trace.steps
            )
            found |= {trace.id} if finding is not None else set()
    return found


async def test_a_sound_backend_passes_every_trace(variants: Path, tmp_path: Path) -> None:
    assert await rejected(await context_of_variant(variants, SOUND, tmp_path)) == set()


@pytest.mark.parametrize(("trace", "fault"), FAULTS, ids=NAMES)
async def test_a_fault_of_the_backend_is_rejected(
    trace: str, fault: SeededFault, variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(variants, fault.name, tmp_path)
    assert await rejected(context, trace) == {trace}
