"""The backend of a plan, file by file, from the Go templates."""

from __future__ import annotations

from pathlib import Path

from workbench.plan import conventions
from workbench.plan.fields import FieldType
from workbench.plan.system import SystemPlan
from workbench.scaffold.code_templates import render_code
from workbench.scaffold.go_views import GoEntity, go_entities, parents_first

TEMPLATES = Path(__file__).parent / "templates" / "backend"
INTERNAL = "backend/internal"


def backend_files(plan: SystemPlan, module: str) -> dict[str, str]:
    """Path → text of every backend file that a coder would write; `module` is the one in go.mod."""
    entities = go_entities(plan)
    values = {
        "plan": plan,
        "module": module,
        "storage": plan.storage.value,
        "entities": entities,
        "ordered": parents_first(entities),
        "filter_types": _filter_types(entities),
        "has_optional_instant": any(f.optional for e in entities for f in e.instants),
        "default_limit": conventions.DEFAULT_LIMIT,
        "max_limit": conventions.MAX_LIMIT,
    }
    files = {
        path: render_code(TEMPLATES, template, **values)
        for path, template in (_SHARED | _STORAGE[plan.storage.value]).items()
    }
    for entity in entities:
        for pattern, template in (_PER_ENTITY | _STORAGE_PER_ENTITY[plan.storage.value]).items():
            path = pattern.format(entity=entity.file)
            files[path] = render_code(TEMPLATES, template, **values, e=entity)
    return files


_SHARED = {
    "backend/cmd/server/main.go": "main.go.j2",
    f"{INTERNAL}/domain/errors.go": "errors.go.j2",
    f"{INTERNAL}/domain/paging.go": "paging.go.j2",
    f"{INTERNAL}/domain/validation.go": "validation.go.j2",
    f"{INTERNAL}/domain/domain_test.go": "domain_test.go.j2",
    f"{INTERNAL}/application/ports.go": "ports.go.j2",
    f"{INTERNAL}/infrastructure/config/config.go": "config.go.j2",
    f"{INTERNAL}/infrastructure/config/config_test.go": "config_test.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/server.go": "server.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/middleware.go": "middleware.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/static.go": "static.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/problem.go": "problem.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/request.go": "request.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/api_test.go": "api_test.go.j2",
}

_PER_ENTITY = {
    INTERNAL + "/domain/{entity}.go": "entity.go.j2",
    INTERNAL + "/domain/{entity}_test.go": "entity_test.go.j2",
    INTERNAL + "/application/{entity}_service.go": "service.go.j2",
    INTERNAL + "/infrastructure/httpapi/{entity}_handler.go": "handler.go.j2",
    INTERNAL + "/infrastructure/httpapi/{entity}_handler_test.go": "handler_test.go.j2",
}

_STORAGE = {
    "sqlite": {
        f"{INTERNAL}/infrastructure/sqlite/store.go": "sqlite_store.go.j2",
        f"{INTERNAL}/infrastructure/sqlite/migrations/0001_initial.sql": "migration.sql.j2",
    },
    "memory": {f"{INTERNAL}/infrastructure/memory/store.go": "memory_store.go.j2"},
}

_STORAGE_PER_ENTITY = {
    "sqlite": {
        INTERNAL + "/infrastructure/sqlite/{entity}_repository.go": "sqlite_repository.go.j2"
    },
    "memory": {
        INTERNAL + "/infrastructure/memory/{entity}_repository.go": "memory_repository.go.j2"
    },
}


def _filter_types(entities: list[GoEntity]) -> dict[str, bool]:
    types = {item.plan.type for entity in entities for item in entity.filters}
    return {
        "integer": FieldType.REF in types,
        "boolean": FieldType.BOOLEAN in types,
        "enum": FieldType.ENUM in types,
    }
