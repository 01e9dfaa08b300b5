"""Which paths a model may write."""

from __future__ import annotations

import pytest

from workbench.workspace.paths import RefusedPath, writable_path


@pytest.mark.parametrize(
    "path",
    [
        "backend/cmd/server/main.go",
        "frontend/src/pages/[id].tsx",
        "backend/go.mod",
        "backend/data/data.go",
        "backend/tests/api_test.go",
        "frontend/src/dist/index.ts",
        "frontend/src/pages/vendor/VendorPage.tsx",
        "backend/.env.example",
    ],
)
def test_files_of_either_side_may_be_written(path: str) -> None:
    assert writable_path(path) == path


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/etc/passwd", "relative"),
        ("C:/x", "relative"),
        ("backend\\main.go", "forward slashes"),
        ("backend/../../x", "leaves"),
        ("backend//x", "simplest"),
        ("./backend/x", "simplest"),
        ("", "relative"),
        ("backend/a b.go", "characters"),
        ("backend/.git/config", "belongs to a tool"),
        ("frontend/node_modules/react/index.js", "belongs to a tool"),
        ("frontend/dist/index.html", "belongs to a tool"),
        ("backend/data/app.db", "belongs to a tool"),
        ("openapi.yaml", "protected"),
        ("backend/tests/contract/contract_test.go", "protected"),
        ("backend/tests/contract/extra_test.go", "protected"),
        ("backend/tests/contract/testdata/x.json", "protected"),
        ("frontend/src/api/client.ts", "protected"),
        (".stackwright/plan.json", "protected"),
        ("backend/API/api.go", "protected"),
        ("backend/Tests/Contract/x_test.go", "protected"),
        ("frontend/src/Api/client.ts", "protected"),
        ("frontend/Node_Modules/react/index.js", "belongs to a tool"),
        ("frontend/DIST/index.html", "belongs to a tool"),
        ("backend/con.go", "device"),
        ("backend/internal/AUX/x.go", "device"),
        ("backend/nul", "device"),
        ("backend/main.go.", "dot"),
        ("backend/a./b.go", "dot"),
        ("backend/" + "x" * 300, "longer than"),
        ("backend/" + "x/" * 300 + "a.go", "longer than"),
        ("frontend/.npmrc", "belongs to a tool"),
        ("frontend/npm-shrinkwrap.json", "belongs to a tool"),
        ("frontend/NPM-Shrinkwrap.JSON", "belongs to a tool"),
        ("frontend/yarn.lock", "belongs to a tool"),
        ("frontend/.yarn/releases/yarn.cjs", "belongs to a tool"),
        ("frontend/.pnp.cjs", "belongs to a tool"),
        ("frontend/.pnp.loader.mjs", "belongs to a tool"),
        ("frontend/pnpm-lock.yaml", "belongs to a tool"),
        ("backend/stackwright.toml", "belongs to a tool"),
        ("backend/.vscode/tasks.json", "belongs to a tool"),
        ("frontend/.devcontainer/devcontainer.json", "belongs to a tool"),
        ("frontend/.idea/workspace.xml", "belongs to a tool"),
        ("backend/prod.env", "values of the environment"),
        ("backend/Go.ENV", "values of the environment"),
        ("backend/cmd/server/x.syso", "machine code"),
        ("frontend/.NPMRC", "belongs to a tool"),
        ("frontend/.env", "values of the environment"),
        ("frontend/.env.production", "values of the environment"),
        ("backend/go.work", "belongs to a tool"),
        ("backend/vendor/modules.txt", "belongs to a tool"),
        ("backend/internal/Vendor/x.go", "belongs to a tool"),
        ("backend/.GIT/config", "belongs to a tool"),
        ("backend/\u00e4pi/api.go", "characters"),
        ("backend/a\u200b.go", "characters"),
        ("backend/\udcff.go", "characters"),
        ("README.md", "only files below"),
        ("backend", "only files below"),
    ],
)
def test_every_other_path_is_refused_with_the_reason(path: str, reason: str) -> None:
    with pytest.raises(RefusedPath, match=reason):
        writable_path(path)
