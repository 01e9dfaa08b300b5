"""Faults that only parallel requests show, in a sound backend of one entity with a unique field."""

from __future__ import annotations

from pathlib import Path

from tests.support.plans import planned
from tests.support.seeded_faults import SeededFault
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files

REQUEST = "desks (name unique, place, note:text optional)"
WITHIN = "err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {"
UPDATE = '`UPDATE "desks" SET "name" = ?, "place" = ?, "note" = ?, "updated_at" = ? WHERE "id" = ?`'
# A change that checks whether the record is there before its transaction, and then stores it anew.
REVIVING = (
    (
        "return oneChanged(r.store.queryer(ctx).ExecContext(ctx,\n\t\t" + UPDATE + ",",
        'return oneChanged(r.store.queryer(ctx).ExecContext(ctx,\n\t\t`INSERT OR REPLACE INTO "desks" ("name", "place",'
        ' "note", "updated_at", "id", "created_at") VALUES (?, ?, ?, ?, ?, ?)`,',
    ),
    (
        "formatInstant(desk.UpdatedAt), desk.ID))",
        "formatInstant(desk.UpdatedAt), desk.ID, formatInstant(desk.CreatedAt)))",
    ),
)
CONCURRENT = (
    SeededFault(
        "uniqueness is checked, then inserted, without a lock",
        "desk_service",
        WITHIN,
        "err = func(ctx context.Context) error {",
        (
            (
                "desk, err = s.ports.Desks.Create(ctx, desk)\n\t\treturn err\n\t})",
                "desk, err = s.ports.Desks.Create(ctx, desk)\n\t\treturn err\n\t}(ctx)",
            ),
            (
                "return s.ports.Desks.Replace(ctx, desk)\n\t})",
                "return s.ports.Desks.Replace(ctx, desk)\n\t}(ctx)",
            ),
        ),
        (
            ("0001_initial", '"name" TEXT NOT NULL UNIQUE', '"name" TEXT NOT NULL'),
            (
                "desk_repository",
                "result, err := r.store",
                'var taken int\n\tif err := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "desks" WHERE "name" = ?`,'
                " desk.Name).Scan(&taken); err != nil {\n\t\treturn domain.Desk{}, err\n\t}\n"
                '\tif taken > 0 {\n\t\treturn domain.Desk{}, &domain.ConflictError{Field: "name"}\n\t}\n\tresult, err := r.store',
            ),
        ),
    ),
    SeededFault(
        "a record is read before the transaction and stored anew in it",
        "desk_service",
        WITHIN
        + "\n\t\tstored, err := s.ports.Desks.Get(ctx, id)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n",
        "stored, err := s.ports.Desks.Get(ctx, id)\n\tif err != nil {\n\t\treturn domain.Desk{}, err\n\t}\n\t"
        + WITHIN
        + "\n",
        (),
        tuple(("desk_repository", before, after) for before, after in REVIVING),
    ),
    SeededFault(
        "a change is written in two steps",
        "desk_service",
        WITHIN + "\n\t\tstored",
        "err = func(ctx context.Context) error {\n\t\tstored",
        (
            (
                "return s.ports.Desks.Replace(ctx, desk)\n\t})",
                "return s.ports.Desks.Replace(ctx, desk)\n\t}(ctx)",
            ),
        ),
        (
            (
                "desk_repository",
                "return oneChanged(r.store.queryer(ctx).ExecContext(ctx,\n\t\t" + UPDATE,
                'if err := oneChanged(r.store.queryer(ctx).ExecContext(ctx,\n\t\t`UPDATE "desks" SET "name" = ? WHERE "id" = ?`,'
                " desk.Name, desk.ID)); err != nil {\n\t\treturn err\n\t}\n"
                "\treturn oneChanged(r.store.queryer(ctx).ExecContext(ctx,\n\t\t"
                '`UPDATE "desks" SET "name" = "name", "place" = ?2, "note" = ?3, "updated_at" = ?4 WHERE "id" = ?5`',
            ),
        ),
    ),
    SeededFault(
        "a cache forgets before the change is stored",
        "desk_service",
        "return s.ports.Desks.Get(ctx, id)",
        "if desk, ok := known.Load(id); ok {\n\t\treturn desk.(domain.Desk), nil\n\t}\n"
        "\tdesk, err := s.ports.Desks.Get(ctx, id)\n\tif err == nil {\n\t\tknown.Store(id, desk)\n\t}\n\treturn desk, err",
        (
            (
                "return s.ports.Desks.Replace(ctx, desk)",
                "known.Delete(id)\n\t\ttime.Sleep(5 * time.Millisecond)\n\t\treturn s.ports.Desks.Replace(ctx, desk)",
            ),
            (
                "return s.ports.Desks.Delete(ctx, id)",
                "known.Delete(id)\n\t\treturn s.ports.Desks.Delete(ctx, id)",
            ),
            ("// DeskPorts are", "var known sync.Map\n\n// DeskPorts are"),
            ('\t"time"\n', '\t"sync"\n\t"time"\n'),
        ),
    ),
)


def write_backend(folder: Path) -> SystemPlan:
    """The backend of the desks, as the scaffold writes it; returns its plan."""
    plan = planned(REQUEST)
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return plan
