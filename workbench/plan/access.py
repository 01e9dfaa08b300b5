"""Access: accounts, which accounts may call an operation, and seeded records."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from workbench.plan.language.strict_model import StrictModel

# The schemas of the accounts' conventional operations: what signs in, and what that is answered with.
CREDENTIALS, SESSION = "Credentials", "Session"
ACCOUNT_SCHEMAS = frozenset({CREDENTIALS, SESSION})


class OperationAccess(StrictModel):
    """Which accounts may call an operation; without it, no account is needed."""

    roles: Annotated[
        list[str], Field(description="roles that may call it; empty: any account that signed in")
    ] = []


class Accounts(StrictModel):
    """Accounts with a password and a token; left-out operations follow the conventions."""

    entity: Annotated[str, Field(description="the entity whose records are accounts")]
    login: Annotated[str, Field(description="its unique field that people sign in with")] = "email"
    password: Annotated[str, Field(description="its secret field")] = "password"
    role: Annotated[
        str | None,
        Field(
            description="its enum field, written by the server; its default is a new account's role"
        ),
    ] = None
    scheme: Annotated[str, Field(description="word before the token in Authorization")] = "Bearer"
    register_operation: Annotated[str, Field(description="operation that registers an account")] = (
        "register"
    )
    login_operation: Annotated[str, Field(description="operation that signs in")] = "login"
    me_operation: Annotated[
        str | None,
        Field(
            description="operation that returns the signed-in account; null: a client's document has none"
        ),
    ] = "me"
    body_in: Annotated[str, Field(description="pointer of the record in both requests")] = ""
    registering_signs_in: Annotated[
        bool,
        Field(
            description="false: registering returns no token, and an account signs in afterwards"
            " (a client's document only)"
        ),
    ] = True
    token: Annotated[str, Field(description="pointer of the token in both responses")] = "/token"
    record: Annotated[str, Field(description="pointer of the account in both responses")] = (
        "/account"
    )
    registered_record: Annotated[
        str | None,
        Field(
            description="pointer of the account in the response to registering, if it is not `record`"
            " (a client's document only)"
        ),
    ] = None
    id_out: Annotated[str, Field(description="pointer of the id inside the account")] = "/id"
    me_record: Annotated[str, Field(description="pointer of the account in me's response")] = ""
    token_hours: Annotated[
        int, Field(description="how long somebody stays signed in", ge=1, le=24 * 366)
    ] = 24 * 30
    sign_in_route: Annotated[str, Field(description="page that signs in")] = "/sign-in"
    sign_in: Annotated[str, Field(description="h1 of that page, and its submit button")] = "Sign in"
    register_route: Annotated[str, Field(description="page that registers an account")] = (
        "/register"
    )
    register_text: Annotated[str, Field(description="h1 of that page, and its submit button")] = (
        "Create account"
    )
    sign_out: Annotated[str, Field(description="button that signs out, on every page")] = "Sign out"

    @property
    def follow_the_conventions(self) -> bool:
        """True if registering signs in, and an account can ask who it is."""
        is_described = self.me_operation is not None and self.registered_record is None
        return is_described and self.registering_signs_in

    @property
    def signed_in_for(self) -> str:
        """How long a token is valid, in words: `30 days`, `1 hour`."""
        days, hours = divmod(self.token_hours, 24)
        number, unit = (days, "day") if days and not hours else (self.token_hours, "hour")
        return f"{number} {unit}" + ("" if number == 1 else "s")

    @property
    def registered_place(self) -> str:
        """Pointer of the account in the response to registering."""
        return self.record if self.registered_record is None else self.registered_record


class Seed(StrictModel):
    """A record that the server creates once, at its first start on an empty database."""

    entity: Annotated[str, Field(description="entity of the record")]
    values: Annotated[
        dict[str, JsonValue], Field(description="its fields; a password in plain text")
    ]
