"""The system plan: written by the planner, approved by the user; the source of everything else."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from workbench.plan.access import Accounts, Seed
from workbench.plan.fields import AnyField, EntityField, RefField, TextField, WriteAccess
from workbench.plan.integrations import Integration
from workbench.plan.invariants import AnyInvariant
from workbench.plan.language.old_words import modern_binding, modern_plan
from workbench.plan.language.operations import Operation
from workbench.plan.language.strict_model import StrictModel
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario
from workbench.plan.totals.model import Totals

SERVER_FIELDS = ("created_at", "updated_at")


class Storage(StrEnum):
    """Where the generated backend stores its data."""

    SQLITE = "sqlite"
    MEMORY = "memory"


class RequirementKind(StrEnum):
    """How a requirement can be proven. Without a scenario, none of any kind is."""

    API = "api"
    UI = "ui"
    STATIC = "static"
    EXTERNAL = "external"
    LOOK = "look"
    """A matter of taste: judged by the screenshots."""
    MANUAL = "manual"
    """Only a person can check it."""


class Requirement(StrictModel):
    """One requirement of the request."""

    id: Annotated[str, Field(description="R1, R2, …")]
    text: Annotated[str, Field(description="the requirement in plain words")]
    kind: Annotated[RequirementKind, Field(description="how it can be proven")]
    quotes: Annotated[
        list[str],
        Field(description="the words of the request that say it, verbatim, each in one piece"),
    ] = []


class Labels(StrictModel):
    """The labels of an entity on the page."""

    singular: Annotated[str, Field(description="the label of one record")]
    plural: Annotated[str, Field(description="the label of several records")]


class BindingRole(StrEnum):
    """The effect of an operation on an entity."""

    CREATE = "create"
    READ = "read"
    LIST = "list"
    REPLACE = "replace"
    PATCH = "patch"
    DELETE = "delete"
    CLEAR = "clear"


class Entity(StrictModel):
    """One kind of record."""

    name: Annotated[str, Field(description="PascalCase, singular", pattern=r"^[A-Z][A-Za-z0-9]*$")]
    plural: Annotated[str, Field(description="snake_case plural: table and path segment")]
    labels: Annotated[Labels, Field(description="its labels on the page")]
    id: Annotated[
        Literal["int64", "uuid", "slug"],
        Field(description="type of the identifier; other than int64 with a client's document only"),
    ] = "int64"
    display_field: Annotated[str, Field(description="the field that names a record on the page")]
    append_only: Annotated[bool, Field(description="records are never changed or deleted")] = False
    owner: Annotated[
        str | None,
        Field(
            description="its ref to the account that created it, written by the server; "
            "no other account sees or changes the record"
        ),
    ] = None
    seen_by: Annotated[
        list[str],
        Field(
            description="with owner: roles that see every record, and may change it as their role may"
        ),
    ] = []
    part_of: Annotated[
        str | None,
        Field(
            description="its required ref to a record of an owner (or to another part): who sees that"
            " record sees its parts and may create some, nobody else does; with owner, only the owner"
            " and `seen_by` change one"
        ),
    ] = None
    writers: Annotated[
        list[str], Field(description="roles that create, change and delete; empty: any account")
    ] = []
    operation_roles: Annotated[
        dict[BindingRole, list[str]],
        Field(description="roles for single conventional operations, instead of `writers`"),
    ] = {}
    offers: Annotated[
        list[BindingRole] | None,
        Field(description="its conventional operations; null: create, read, list, replace, delete"),
    ] = None
    timestamps: Annotated[
        bool | None,
        Field(description="true: created_at and updated_at are added; false: it has neither"),
    ] = None
    default_sort: Annotated[
        str | None,
        Field(
            description="order of a list without `sort`: a field, descending with a leading "
            "minus; null: newest first"
        ),
    ] = None
    leave_out: Annotated[
        list[BindingRole], Field(description="conventional operations that it does not have")
    ] = []
    own_page: Annotated[
        bool, Field(description="false: other pages show it, as scenarios prove")
    ] = True
    public: Annotated[bool, Field(description="list and read need no account")] = False
    fields: Annotated[list[AnyField], Field(description="in the order shown", min_length=1)]

    def find_field(self, name: str) -> EntityField | None:
        """The field of that name, or None if there is none."""
        return next((field for field in self.fields if field.name == name), None)

    def field(self, name: str) -> EntityField:
        """The field of that name. Raises KeyError if there is none."""
        found = self.find_field(name)
        if found is None:
            raise KeyError(name)
        return found

    @property
    def client_fields(self) -> list[EntityField]:
        """Fields that the body of a create request may carry, in plan order."""
        return [field for field in self.fields if field.is_written_by_client]

    @property
    def changed_fields(self) -> list[EntityField]:
        """Fields that the body of a change may carry, in plan order."""
        return [
            field
            for field in self.fields
            if field.is_written_by_client or field.write is WriteAccess.CHANGE_ONLY
        ]

    @property
    def text_field(self) -> TextField | None:
        """The text that clients write and that tells records apart: what names them, else another."""
        texts = [
            item for item in self.client_fields if isinstance(item, TextField) and not item.secret
        ]
        named = [item for item in texts if item.name == self.display_field]
        return next(iter([*named, *texts]), None)

    @property
    def path_fields(self) -> list[RefField]:
        """References whose ids are in the path of a request: the record's parents."""
        return [
            field
            for field in self.fields
            if isinstance(field, RefField) and field.write is WriteAccess.PATH
        ]


class Binding(StrictModel):
    """Ties an operation to an entity; pointers say where the record is in the bodies."""

    entity: Annotated[str, Field(description="entity name")]
    role: Annotated[BindingRole, Field(description="the operation's effect on the entity")]
    operation: Annotated[
        str, Field(alias="operationId", description="its operation; by convention listBooks, …")
    ] = ""
    body_in: Annotated[str, Field(description="pointer of the record in the request")] = ""
    body_out: Annotated[str, Field(description="pointer of the record in the response")] = ""
    items: Annotated[str, Field(description="list: pointer of the array")] = ""
    total: Annotated[
        str, Field(description="list: header or pointer of the total; empty: none")
    ] = "X-Total-Count"
    newest_first: Annotated[bool, Field(description="list: the newest record comes first")] = True
    id_out: Annotated[str, Field(description="pointer of the id inside the record")] = "/id"
    id_param: Annotated[str, Field(description="path parameter that takes the id")] = "id"
    path_from: Annotated[
        dict[str, str], Field(description="path parameter → field with write: path")
    ] = {}
    search: Annotated[str | None, Field(description="list: query parameter of the search")] = None
    sort: Annotated[str | None, Field(description="list: query parameter of the sort order")] = None
    limit: Annotated[str | None, Field(description="list: query parameter of page size")] = None
    offset: Annotated[str | None, Field(description="list: query parameter of the offset")] = None
    filters: Annotated[dict[str, str], Field(description="query parameter → field")] = {}

    @model_validator(mode="before")
    @classmethod
    def _modern(cls, data: Any) -> Any:
        return modern_binding(data)


class ErrorProfile(StrictModel):
    """The format of error responses; the default is problem details (RFC 9457)."""

    media_type: Annotated[str, Field(description="media type of an error response")] = (
        "application/problem+json"
    )
    message: Annotated[str, Field(description="pointer of the message; /errors")] = "/title"
    field_pointer: Annotated[
        str,
        Field(
            description="pointer of the message about a {field}; empty: errors[{field, message}]"
        ),
    ] = ""


class SystemPlan(StrictModel):
    """A whole system, type-checked (`planning/acceptance.py`) before it is shown."""

    name: Annotated[str, Field(description="kebab-case folder name", pattern=r"^[a-z][a-z0-9-]*$")]
    title: Annotated[str, Field(description="the title of the system")]
    summary: Annotated[str, Field(description="its purpose")]
    locale: Annotated[
        str,
        Field(
            description="BCP 47 language of the page",
            pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        ),
    ] = "en"
    timezone: Annotated[str, Field(description="IANA zone of dates")] = "UTC"
    currency: Annotated[
        str, Field(description="ISO 4217 code of amounts", pattern=r"^[A-Z]{3}$")
    ] = "USD"
    origin: Annotated[
        Literal["split", "single"],
        Field(description="split: frontend and API on two origins; single: one server serves both"),
    ] = "split"
    api_prefix: Annotated[
        str, Field(description="prefix of every path", pattern=r"^(/[a-z0-9-]+)*$")
    ] = ""
    storage: Annotated[Storage, Field(description="where data is stored")] = Storage.SQLITE
    requirements: Annotated[
        list[Requirement], Field(description="every requirement of the request")
    ] = []
    assumptions: Annotated[
        list[str],
        Field(description="what the request left open and this plan decided, in sentences"),
    ] = []
    entities: Annotated[list[Entity], Field(description="kinds of records", min_length=1)]
    operations: Annotated[
        list[Operation],
        Field(description="operations of its own; the conventions add the usual ones"),
    ] = []
    bindings: Annotated[list[Binding], Field(description="operations tied to entities")] = []
    accounts: Annotated[Accounts | None, Field(description="null: no accounts")] = None
    invariants: Annotated[
        list[AnyInvariant], Field(description="invariants over several records")
    ] = []
    totals: Annotated[
        list[Totals],
        Field(description="operations that count or add up records, by month or value"),
    ] = []
    seed: Annotated[list[Seed], Field(description="records created once, at the first start")] = []
    pages: Annotated[list[Page], Field(description="pages of the frontend")] = []
    scenarios: Annotated[list[Scenario], Field(description="proofs of the requirements")] = []
    document: Annotated[
        str | None,
        Field(description="leave it empty: the client's own OpenAPI document, unchanged"),
    ] = None
    error_profile: Annotated[
        ErrorProfile, Field(description="with a client's document only: its error format")
    ] = ErrorProfile()
    integrations: Annotated[
        list[Integration], Field(description="other services that the system calls")
    ] = []
    fake_now_env: Annotated[
        str | None,
        Field(
            description="environment variable with the instant (RFC 3339) that the server takes "
            "for now when it starts; needed by clock steps"
        ),
    ] = None
    random_seed_env: Annotated[
        str | None,
        Field(description="environment variable with the seed of random numbers"),
    ] = None
    dependencies: Annotated[
        list[str],
        Field(description="leave it empty: packages and modules that the user allows"),
    ] = []

    @model_validator(mode="before")
    @classmethod
    def _modern(cls, data: Any) -> Any:
        return modern_plan(data)

    @property
    def linked_pages(self) -> list[Page]:
        """The pages that the navigation leads to: those whose routes have no parameters."""
        return [page for page in self.pages if not page.has_parameters]

    def seeded(self, entity: str) -> int:
        """How many records of an entity are there from the first start."""
        return sum(seed.entity == entity for seed in self.seed)

    def find_entity(self, name: str | None) -> Entity | None:
        """The entity of that name, or None if there is none."""
        return next((entity for entity in self.entities if entity.name == name), None)

    def entity(self, name: str) -> Entity:
        """The entity of that name. Raises KeyError if there is none."""
        found = self.find_entity(name)
        if found is None:
            raise KeyError(name)
        return found

    def operation(self, operation_id: str) -> Operation:
        """The operation of that id. Raises KeyError if there is none."""
        for candidate in self.operations:
            if candidate.id == operation_id:
                return candidate
        raise KeyError(operation_id)

    def binding(self, entity: str, role: BindingRole) -> Binding | None:
        """The binding of that role, or None if the entity has none."""
        for candidate in self.bindings:
            if candidate.entity == entity and candidate.role is role:
                return candidate
        return None

    def change_role(self, entity: str) -> BindingRole | None:
        """The role by which a record is changed: replace, else patch, else None."""
        roles = (BindingRole.REPLACE, BindingRole.PATCH)
        return next((role for role in roles if self.binding(entity, role)), None)
