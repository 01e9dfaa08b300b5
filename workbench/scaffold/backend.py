"""The backend of a plan, file by file, from the Go templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.plan.access import Accounts, Seed
from workbench.plan.conventions.lists import DEFAULT_LIMIT, MAX_LIMIT
from workbench.plan.fields import MOST_ITEMS, FieldType
from workbench.plan.locales.texts import texts_of, within
from workbench.plan.system import SystemPlan
from workbench.plan.totals.operations import DECIMALS
from workbench.scaffold.accounts.access_views import (
    SeededAccount,
    has_usual_accounts,
    seeded_accounts,
)
from workbench.scaffold.accounts.callers_of_tests import able_accounts
from workbench.scaffold.code_templates import render_code
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.go_handlers import guarded, refused_routes
from workbench.scaffold.go_linking import go_entities, parents_first
from workbench.scaffold.go_views import GoEntity
from workbench.scaffold.open_parts import open_operations

TEMPLATES = Path(__file__).parent / "templates" / "backend"
INTERNAL = "backend/internal"


def backend_files(plan: SystemPlan, module: str) -> dict[str, str]:
    """Path → text of every backend file that a coder may change; `module` is the one in go.mod."""
    storage = plan.storage.value
    entities = go_entities(plan)
    values = _values(plan, module, entities)
    templates = _SHARED | _STORAGE[storage]
    if values["auth"] is not None:
        templates |= _ACCOUNTS
        account = values["auth"].account
        path = f"{INTERNAL}/infrastructure/{storage}/{account.file}_auth.go"
        templates[path] = f"{storage}/auth_repository.go.j2"
    if values["seeds"]:
        templates[f"{INTERNAL}/application/seed.go"] = "application/seed.go.j2"
    if values["open_operations"]:
        path = f"{INTERNAL}/infrastructure/httpapi/open_operations.go"
        templates[path] = "httpapi/open_operations.go.j2"
    if any(e.rules or e.transitions or e.derived for e in entities):
        path = f"{INTERNAL}/infrastructure/httpapi/rules_test.go"
        templates[path] = "httpapi/rules_test.go.j2"
    if any(entity.totals for entity in entities):
        templates |= _totals_templates(storage)
    files = {
        path: render_code(TEMPLATES, template, **values) for path, template in templates.items()
    }
    for entity in entities:
        for pattern, template in _templates_of(entity, storage).items():
            path = pattern.format(entity=entity.file)
            files[path] = render_code(TEMPLATES, template, **values, e=entity)
    called = _checks_called(files)
    files[_VALIDATION] = render_code(TEMPLATES, "domain/validation.go.j2", **values, called=called)
    return files


def _checks_called(files: dict[str, str]) -> set[str]:
    """The names that the domain uses: a check that nothing calls is not generated."""
    folder = f"{INTERNAL}/domain/"
    domain = [text for path, text in files.items() if path.startswith(folder)]
    called = {name for text in domain for name in re.findall(r"\w+(?=[(\[{])|(?<=form: )\w+", text)}
    for check, needed in _CHECKS_BEHIND.items():
        if check in called:
            called.add(needed)
    return called


@dataclass(frozen=True)
class Auth:
    """Accounts in the Go templates."""

    plan: Accounts
    system: SystemPlan
    account: GoEntity
    token_table: str

    @property
    def scheme(self) -> str:
        return self.plan.scheme

    @property
    def login(self) -> GoField:
        return self.account.stored_field(self.plan.login)

    @property
    def password(self) -> GoField:
        return self.account.stored_field(self.plan.password)

    @property
    def role(self) -> GoField | None:
        return self.account.stored_field(self.plan.role) if self.plan.role else None

    @property
    def refused(self) -> str:
        """The message for a login and a password that do not belong together."""
        locale = self.system.locale
        login, password = (within(item.label, locale) for item in (self.login, self.password))
        return texts_of(locale, "server")["credentials"].format(login=login, password=password)

    @property
    def register_path(self) -> str:
        return self.system.operation(self.plan.register_operation).path

    @property
    def login_path(self) -> str:
        return self.system.operation(self.plan.login_operation).path

    @property
    def me_path(self) -> str:
        assert self.plan.me_operation is not None
        return self.system.operation(self.plan.me_operation).path

    @property
    def routes(self) -> list[tuple[str, str, str]]:
        """Method, path and handler."""
        return [
            ("POST", self.register_path, "h.register"),
            ("POST", self.login_path, "h.signIn"),
            ("GET", self.me_path, "h.signedIn(h.me)"),
        ]


@dataclass(frozen=True)
class GoSeed:
    """A record that is there from the first start; `account` if it is an account."""

    number: int
    e: GoEntity
    plan: Seed
    account: SeededAccount | None

    @property
    def sent(self) -> list[tuple[GoField, str]]:
        """What a client could have sent, except a password, in Go."""
        return [
            (item, item.typed(self.plan.values[item.name]))
            for item in self.e.fields
            if self.plan.values.get(item.name) is not None and not item.is_password
        ]

    @property
    def written(self) -> list[tuple[GoField, str]]:
        """What only the server writes, in Go."""
        return [
            (item, go_literal(self.plan.values[item.name]))
            for item in self.e.server_fields
            if self.plan.values.get(item.name) is not None
        ]


def _values(plan: SystemPlan, module: str, entities: list[GoEntity]) -> dict[str, Any]:
    """The variables of every template."""
    accounts = seeded_accounts(plan)
    seeds = _seeds(plan, entities, accounts)
    auth = _auth(plan, entities)
    return {
        "plan": plan,
        "says": texts_of(plan.locale, "server"),
        "module": module,
        "storage": plan.storage.value,
        "entities": entities,
        "served": [entity for entity in entities if entity.is_served],
        "created_by_tests": [one for one in entities if one.is_served and one.is_made_by_tests],
        "ordered": parents_first(entities),
        "auth": auth,
        "seeds": seeds,
        "seeded_entities": [e for e in entities if any(seed.e is e for seed in seeds)],
        "seeded_accounts": accounts,
        "first_of_role": [one for one in accounts if one.role and not one.number],
        "able_accounts": able_accounts(plan) if auth is not None else {},
        "seeding_table": _free_name(plan, "first_records"),
        "open_operations": [
            (operation, guarded(operation, f"h.{operation.id}"))
            for operation in open_operations(plan)
        ],
        "refused_routes": list(refused_routes(plan)),
        "account_is_referred_to": any(
            parent.is_account and not parent.is_served for e in entities for parent in e.parents
        ),
        "used_types": {
            kind.value: any(item.plan.type is kind for e in entities for item in e.fields)
            for kind in FieldType
        },
        "has_totals": any(entity.totals for entity in entities),
        "decimals": DECIMALS,
        "has_rules": any(entity.rules or entity.transitions for entity in entities),
        "filter_types": _filter_types(entities),
        "has_optional_instant": any(f.optional for e in entities for f in e.instants),
        "has_patch": any(e.is_served and e.has("patch") for e in entities),
        "default_limit": DEFAULT_LIMIT,
        "max_limit": MAX_LIMIT,
        "most_items": MOST_ITEMS,
    }


def _auth(plan: SystemPlan, entities: list[GoEntity]) -> Auth | None:
    if plan.accounts is None or not has_usual_accounts(plan, plan.accounts):
        return None
    account = next(entity for entity in entities if entity.is_account)
    return Auth(plan.accounts, plan, account, _free_name(plan, "auth_tokens"))


def _seeds(
    plan: SystemPlan, entities: list[GoEntity], accounts: list[SeededAccount]
) -> list[GoSeed]:
    by_name = {entity.plan.name: entity for entity in entities}
    return [
        GoSeed(
            number,
            by_name[seed.entity],
            seed,
            next((account for account in accounts if account.seed is seed), None),
        )
        for number, seed in enumerate(plan.seed, 1)
    ]


def _free_name(plan: SystemPlan, name: str) -> str:
    """The name of a table that no entity has."""
    taken = {entity.plural for entity in plan.entities}
    while name in taken:
        name += "_"
    return name


def _templates_of(entity: GoEntity, storage: str) -> dict[str, str]:
    """Path pattern → template of the files of one entity."""
    templates = _PER_ENTITY | _STORAGE_PER_ENTITY[storage]
    if entity.is_served:
        templates |= _PER_SERVED_ENTITY
        if entity.is_made_by_tests:
            templates |= _PER_CREATED_ENTITY
            if entity.pairs:
                path = INTERNAL + "/infrastructure/httpapi/{entity}_references_test.go"
                templates[path] = "httpapi/references_test.go.j2"
        if entity.asked:
            path = INTERNAL + "/infrastructure/httpapi/{entity}_access_test.go"
            templates[path] = "httpapi/access_test.go.j2"
    return templates


def _totals_templates(storage: str) -> dict[str, str]:
    """Path → template of the files for operations that count records or add them up."""
    return {
        f"{INTERNAL}/domain/totals.go": "domain/totals.go.j2",
        f"{INTERNAL}/domain/totals_test.go": "domain/totals_test.go.j2",
        f"{INTERNAL}/application/totals_service.go": "application/totals_service.go.j2",
        f"{INTERNAL}/infrastructure/{storage}/totals_repository.go": (
            f"{storage}/totals_repository.go.j2"
        ),
        f"{INTERNAL}/infrastructure/httpapi/totals_handler.go": "httpapi/totals_handler.go.j2",
        f"{INTERNAL}/infrastructure/httpapi/totals_handler_test.go": (
            "httpapi/totals_handler_test.go.j2"
        ),
    }


_VALIDATION = f"{INTERNAL}/domain/validation.go"

# What a check of validation.go calls there.
_CHECKS_BEHIND = {
    "instant": "text",
    "password": "valueOr",
    "lines": "valueOr",
    "references": "valueOr",
}

_SHARED = {
    "backend/cmd/server/main.go": "server/main.go.j2",
    f"{INTERNAL}/domain/errors.go": "domain/errors.go.j2",
    f"{INTERNAL}/domain/paging.go": "domain/paging.go.j2",
    f"{INTERNAL}/domain/domain_test.go": "domain/domain_test.go.j2",
    f"{INTERNAL}/application/ports.go": "application/ports.go.j2",
    f"{INTERNAL}/infrastructure/config/config.go": "config/config.go.j2",
    f"{INTERNAL}/infrastructure/config/config_test.go": "config/config_test.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/server.go": "httpapi/server.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/middleware.go": "httpapi/middleware.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/static.go": "httpapi/static.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/problem.go": "httpapi/problem.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/request.go": "httpapi/request.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/api_test.go": "httpapi/api_test.go.j2",
}

_ACCOUNTS = {
    f"{INTERNAL}/domain/auth.go": "domain/auth.go.j2",
    f"{INTERNAL}/application/auth_service.go": "application/auth_service.go.j2",
    f"{INTERNAL}/infrastructure/passwords/passwords.go": "passwords/passwords.go.j2",
    f"{INTERNAL}/infrastructure/passwords/passwords_test.go": "passwords/passwords_test.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/auth_handler.go": "httpapi/auth_handler.go.j2",
    f"{INTERNAL}/infrastructure/httpapi/auth_test.go": "httpapi/auth_test.go.j2",
}

_PER_ENTITY = {
    INTERNAL + "/domain/{entity}.go": "domain/entity.go.j2",
    INTERNAL + "/domain/{entity}_test.go": "domain/entity_test.go.j2",
}

_PER_SERVED_ENTITY = {
    INTERNAL + "/application/{entity}_service.go": "application/service.go.j2",
    INTERNAL + "/infrastructure/httpapi/{entity}_handler.go": "httpapi/handler.go.j2",
}

_PER_CREATED_ENTITY = {
    INTERNAL + "/infrastructure/httpapi/{entity}_handler_test.go": "httpapi/handler_test.go.j2",
}

_STORAGE = {
    "sqlite": {
        f"{INTERNAL}/infrastructure/sqlite/store.go": "sqlite/store.go.j2",
        f"{INTERNAL}/infrastructure/sqlite/migrations/0001_initial.sql": "sqlite/migration.sql.j2",
    },
    "memory": {f"{INTERNAL}/infrastructure/memory/store.go": "memory/store.go.j2"},
}

_STORAGE_PER_ENTITY = {
    "sqlite": {
        INTERNAL + "/infrastructure/sqlite/{entity}_repository.go": "sqlite/repository.go.j2"
    },
    "memory": {
        INTERNAL + "/infrastructure/memory/{entity}_repository.go": "memory/repository.go.j2"
    },
}


def _filter_types(entities: list[GoEntity]) -> dict[str, bool]:
    types = {item.plan.type for entity in entities for item in entity.filters}
    return {
        "integer": bool(types & {FieldType.REF, FieldType.REFS}),
        "boolean": FieldType.BOOLEAN in types,
        "enum": FieldType.ENUM in types,
    }
