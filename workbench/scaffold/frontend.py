"""The frontend of a plan, file by file, from the TypeScript templates."""

from __future__ import annotations

from pathlib import Path

from workbench.plan.system import SystemPlan
from workbench.scaffold.code_templates import render_code
from workbench.scaffold.ts_views import TsEntity, ts_pages

TEMPLATES = Path(__file__).parent / "templates" / "frontend"
SOURCE = "frontend/src"

_SHARED = {
    f"{SOURCE}/main.tsx": "main.tsx.j2",
    f"{SOURCE}/App.tsx": "App.tsx.j2",
    f"{SOURCE}/strings.ts": "strings.ts.j2",
    f"{SOURCE}/styles.css": "styles.css.j2",
    f"{SOURCE}/test/setup.ts": "setup.ts.j2",
    f"{SOURCE}/test/fakeApi.ts": "fakeApi.ts.j2",
}
_KIT = (
    "Button.tsx",
    "ConfirmDelete.tsx",
    "Dialog.tsx",
    "ErrorBoundary.tsx",
    "FormField.tsx",
    "Layout.tsx",
    "Pagination.tsx",
    "formErrors.ts",
    "states.tsx",
)


def frontend_files(plan: SystemPlan) -> dict[str, str]:
    """Path → text of every frontend file that a coder would write."""
    pages = ts_pages(plan)
    templates = _SHARED | {f"{SOURCE}/kit/{name}": f"kit/{name}.j2" for name in _KIT}
    files = {
        path: render_code(TEMPLATES, template, plan=plan, pages=pages)
        for path, template in templates.items()
    }
    targets: list[TsEntity] = []
    for page in pages:
        values = {"plan": plan, "p": page, "e": page.e, "component": page.component}
        folder = f"{SOURCE}/pages"
        files[f"{folder}/{page.component}.tsx"] = render_code(TEMPLATES, "Page.tsx.j2", **values)
        files[f"{folder}/{page.component}.test.tsx"] = render_code(
            TEMPLATES, "Page.test.tsx.j2", **values
        )
        files[f"{folder}/{page.e.name}Form.tsx"] = render_code(TEMPLATES, "Form.tsx.j2", **values)
        targets += [target for target in page.e.targets if target not in targets]
    for target in targets:
        path = f"{SOURCE}/pages/use{target.name}Options.ts"
        files[path] = render_code(TEMPLATES, "useOptions.ts.j2", t=target)
    return files
