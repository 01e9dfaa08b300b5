"""Files that are generated from the plan: protected files, and manifests that coders start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from workbench.host import pins
from workbench.openapi.document import openapi_yaml
from workbench.openapi.normalising import normalise
from workbench.plan.locales.texts import texts_of
from workbench.plan.steps import HttpStep, ParallelStep, Trace
from workbench.plan.system import SystemPlan
from workbench.reference.traces import derive_traces
from workbench.scaffold.accounts.access_views import seeded_accounts
from workbench.scaffold.client_views import client_entities, client_operations, component_names
from workbench.scaffold.code_templates import render_code

TEMPLATES = Path(__file__).parent / "templates" / "derived"
PLAN_FILE = ".stackwright/plan.json"
NORMALISED_FILE = ".stackwright/openapi.normalised.yaml"
# The Go package of the contract tests: any other file in it could stop its tests from running.
CONTRACT_FOLDER = "backend/tests/contract"
CONTRACT_FILES = ("contract_test.go", "trace_runner_test.go", "contract.json")
SCHEMA_FILE = "frontend/src/api/schema.d.ts"


def module_name(plan: SystemPlan) -> str:
    """The Go module of the backend."""
    return f"{plan.name}/backend"


def protected_files(plan: SystemPlan, schema: str) -> dict[str, str]:
    """Path → text of every file that models cannot change.

    `schema` is the output of openapi-typescript for this plan's document.
    """
    document = plan.document or openapi_yaml(plan)
    backend, client = TEMPLATES / "backend", TEMPLATES / "frontend" / "api"
    return normalised_file(plan) | {
        "openapi.yaml": document,
        "backend/api/openapi.yaml": document,
        "backend/api/api.go": render_code(backend, "api.go.j2"),
        f"{CONTRACT_FOLDER}/contract_test.go": render_code(
            backend, "contract_test.go.j2", integrations=plan.integrations
        ),
        f"{CONTRACT_FOLDER}/trace_runner_test.go": render_code(backend, "trace_runner_test.go.j2"),
        f"{CONTRACT_FOLDER}/contract.json": trace_file(derive_traces(plan)),
        SCHEMA_FILE: schema,
        "frontend/src/api/client.ts": render_code(
            client,
            "client.ts.j2",
            accounts=plan.accounts,
            profile=plan.error_profile,
            given=plan.document is not None,
            no_answer=texts_of(plan.locale, "page")["no_answer"],
        ),
        "frontend/src/api/index.ts": render_code(
            client,
            "index.ts.j2",
            entities=[] if plan.document is not None else client_entities(plan),
            others=client_operations(plan),
            accounts=plan.accounts,
            given=plan.document is not None,
            schemas=component_names(plan),
        ),
        PLAN_FILE: plan.model_dump_json(indent=1) + "\n",
    }


def trace_file(traces: list[Trace]) -> str:
    """The traces as JSON for the Go contract tests: a line for each step, defaults left out."""
    whole = []
    for trace in traces:
        head = json.dumps({"id": trace.id, "title": trace.title}, ensure_ascii=False)
        steps = [json.dumps(_step(step), ensure_ascii=False) for step in trace.steps]
        whole.append(head[:-1] + ', "steps": [\n  ' + ",\n  ".join(steps) + "\n ]}")
    return "[\n " + ",\n ".join(whole) + "\n]\n"


def _step(step: HttpStep | ParallelStep) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = step.model_dump(mode="json", exclude_defaults=True)
    if isinstance(step, ParallelStep):
        return data | {"kind": step.kind, "steps": [_step(part) for part in step.steps]}
    return data | ({"or_refused": [*step.or_refused]} if step.or_refused else {})


def normalised_file(plan: SystemPlan) -> dict[str, str]:
    """The copy of a client's document that gates use, headed by its repairs; empty without a document."""
    if plan.document is None:
        return {}
    normalised = normalise(plan.document)
    repairs = [f"# - {repair}" for repair in normalised.repairs] or ["# no repairs"]
    head = "# The copy of openapi.yaml that the gates use. Repairs:"
    return {NORMALISED_FILE: "\n".join([head, *repairs, openapi_yaml(plan)])}


def base_files(plan: SystemPlan) -> dict[str, str]:
    """Path → text of manifests and settings, which coders may change."""
    values = {
        "plan": plan,
        "module": module_name(plan),
        "storage": plan.storage.value,
        "sqlite_version": pins.SQLITE_VERSION,
        "crypto_version": pins.CRYPTO_VERSION,
        "seeded": seeded_accounts(plan),
        "dependencies": pins.DEPENDENCIES,
        "dev_dependencies": pins.DEV_DEPENDENCIES,
        "api_roots": sorted({"/" + op.path.split("/")[1] for op in plan.operations}),
    }
    files = {
        path: render_code(
            TEMPLATES / template.partition("/")[0], template.partition("/")[2], **values
        )
        for path, template in _BASE.items()
    }
    if plan.storage.value == "sqlite" or plan.accounts is not None:
        files["backend/go.sum"] = render_code(TEMPLATES / "backend", "go.sum.j2", **values)
    return files


def readme(plan: SystemPlan, verdict: dict[str, Any] | None) -> str:
    """The system's README, with the verdict if there is one."""
    return render_code(
        TEMPLATES / "root",
        "README.md.j2",
        plan=plan,
        storage=plan.storage.value,
        verdict=verdict,
        seeded=seeded_accounts(plan),
    )


_BASE = {
    "Makefile": "root/Makefile.j2",
    ".env.example": "root/env.example.j2",
    ".gitignore": "root/gitignore.j2",
    ".github/workflows/ci.yml": "root/ci.yml.j2",
    "backend/go.mod": "backend/go.mod.j2",
    "frontend/package.json": "frontend/package.json.j2",
    "frontend/package-lock.json": "frontend/package-lock.json.j2",
    "frontend/vite.config.js": "frontend/vite.config.js.j2",
    "frontend/tsconfig.json": "frontend/tsconfig.json.j2",
    "frontend/eslint.config.js": "frontend/eslint.config.js.j2",
    "frontend/index.html": "frontend/index.html.j2",
    "frontend/public/favicon.svg": "frontend/favicon.svg.j2",
    "frontend/public/config.json": "frontend/config.json.j2",
}
