"""A credential is told from what only speaks of one, by format, by name and by kind of file."""

from __future__ import annotations

import pytest

from workbench.harness.credentials import credential_in


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".env", "JWT_SECRET=9f86d081884c7d65"),
        ("backend/.env", "DATABASE_PASSWORD=hunter2"),
        ("frontend/.env.production", "VITE_MAPS_API_KEY=q8Zr71LmPz"),
        (".env.local", "export SESSION_SECRET='w4lnut-Street'"),
        ("backend/prod.env", "STRIPE_SECRET_KEY=rk_test_51Habc"),
        ("backend/config.yaml", "  password: s3cr3t-Pa55"),
        ("docker-compose.yml", "      - POSTGRES_PASSWORD=s3cr3tPa55"),
        ("docker-compose.yml", "      POSTGRES_PASSWORD: s3cr3tPa55"),
        ("frontend/.npmrc", "//registry.npmjs.org/:_authToken=0f9a3b7c1d"),
        ("backend/settings.json", '  "apiKey": "q8Zr71LmPzX0",'),
        ("backend/app.ini", "smtp_password = Winter2031"),
        ("Dockerfile", "ENV API_TOKEN=q8Zr71LmPzX0"),
        (".env.example", "JWT_SECRET=9f86d081884c7d659a2feaa0c55ad015"),
        ("backend/internal/auth.go", 'jwtSecret := "9f86d081884c7d65"'),
        ("frontend/src/latest.ts", 'const apiKey = "q8Zr71LmPzX0";'),
        ("README.md", "-----BEGIN OPENSSH PRIVATE " + "KEY-----"),
    ],
)
def test_a_credential_is_found(path: str, line: str) -> None:
    assert credential_in(line, path) is not None


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".env.example", "JWT_SECRET=change-me"),
        (".env.example", "DATABASE_PASSWORD="),
        (".env.sample", "API_KEY=<your key>"),
        (".env.example", "# SESSION_SECRET=a-long-random-text-of-your-own"),
        (".env", "PORT=8000"),
        (".env", "TOKEN_TTL=3600"),
        (".env", "SECRET_FILE=/run/secrets/jwt"),
        (".env", "MIN_PASSWORD_LENGTH=12"),
        ("docker-compose.yml", "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}"),
        (".github/workflows/ci.yml", "          token: ${{ secrets.GITHUB_TOKEN }}"),
        (".github/workflows/ci.yml", "          key: node-modules-cache"),
        ("docs/api.yaml", "        password: string"),
        ("README.md", "Set `JWT_SECRET` to a text of your own before you start the server."),
        ("README.md", "| `SESSION_SECRET` | none | signs the cookies |"),
        ("frontend/src/locales/de.json", '  "password": "Kennwort",'),
        ("frontend/src/strings.ts", 'password: "Passwort",'),
        ("frontend/src/pages/Login.tsx", 'autoComplete="current-password"'),
        ("backend/internal/config.go", 'secret := os.Getenv("JWT_SECRET")'),
    ],
)
def test_what_only_speaks_of_one_is_none(path: str, line: str) -> None:
    assert credential_in(line, path) is None


def test_a_test_may_make_up_passwords_but_holds_no_real_key() -> None:
    assert credential_in('password := "correct-horse"', "backend/x_test.go", invented=True) is None
    real = "ghp_" + "a" * 36
    assert credential_in(real, "backend/x_test.go", invented=True) == "a GitHub token"
