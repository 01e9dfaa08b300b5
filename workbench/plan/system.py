"""The system plan: what the planner answers, what is approved, what everything else follows from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from workbench.plan.access import Accounts, OperationAccess, Seed
from workbench.plan.fields import EntityField, StrictModel, WriteAccess
from workbench.plan.integrations import Integration
from workbench.plan.invariants import AnyInvariant
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario

SERVER_FIELDS = ("created_at", "updated_at")


class Storage(StrEnum):
    """Where the generated backend keeps its data."""

    SQLITE = "sqlite"
    MEMORY = "memory"


class RequirementKind(StrEnum):
    """What sort of proof a requirement can have (CONTRACT: look stays outside the verdict)."""

    API = "api"
    UI = "ui"
    STATIC = "static"
    EXTERNAL = "external"
    LOOK = "look"


class Requirement(StrictModel):
    """One thing the request asks for."""

    id: Annotated[str, Field(description="R1, R2, …")]
    text: Annotated[str, Field(description="the requirement in plain words")]
    kind: Annotated[RequirementKind, Field(description="what sort of proof it needs")]


class Labels(StrictModel):
    """What people call an entity on the page."""

    singular: Annotated[str, Field(description="one of them, as people say it")]
    plural: Annotated[str, Field(description="many of them, as people say it")]


class BindingRole(StrEnum):
    """What an operation does to an entity."""

    CREATE = "create"
    READ = "read"
    LIST = "list"
    REPLACE = "replace"
    PATCH = "patch"
    DELETE = "delete"


class Entity(StrictModel):
    """One kind of record."""

    name: Annotated[str, Field(description="PascalCase, singular", pattern=r"^[A-Z][A-Za-z0-9]*$")]
    plural: Annotated[str, Field(description="snake_case plural: table and path segment")]
    labels: Annotated[Labels, Field(description="what people call it")]
    id: Annotated[
        Literal["int64", "uuid", "slug"],
        Field(description="type of the identifier; other than int64 with a client's document only"),
    ] = "int64"
    display_field: Annotated[str, Field(description="the field that names a record on the page")]
    append_only: Annotated[bool, Field(description="records are never changed or deleted")] = False
    owner: Annotated[
        str | None,
        Field(description="its ref to the account that made it, written by the server; "
              "nobody else sees or changes the record"),
    ] = None  # fmt: skip
    writers: Annotated[
        list[str], Field(description="roles that create, change and delete; empty: any account")
    ] = []
    leave_out: Annotated[
        list[BindingRole], Field(description="conventional operations that it has not")
    ] = []
    own_page: Annotated[
        bool, Field(description="false: other pages show it, and scenarios prove that")
    ] = True
    public: Annotated[bool, Field(description="list and read ask nobody to sign in")] = False
    fields: Annotated[list[EntityField], Field(description="in the order shown", min_length=1)]

    def field(self, name: str) -> EntityField:
        """The field of that name. Raises KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def client_fields(self) -> list[EntityField]:
        """Fields that the body of a create request may carry, in plan order."""
        return [field for field in self.fields if field.is_written_by_client]

    @property
    def path_fields(self) -> list[EntityField]:
        """References that the path of a request names: the records that these lie below."""
        return [field for field in self.fields if field.write is WriteAccess.PATH]


class Parameter(StrictModel):
    """A path or query parameter of an operation."""

    name: Annotated[str, Field(description="name on the wire")]
    location: Annotated[Literal["path", "query", "header"], Field(description="where it is sent")]
    required: Annotated[bool, Field(description="a call without it is refused")] = False
    description: Annotated[str, Field(description="what it is for")] = ""
    json_schema: Annotated[dict[str, JsonValue], Field(description="JSON Schema of its value")]


class ErrorCase(StrictModel):
    """A declared refusal."""

    status: Annotated[int, Field(description="HTTP status", ge=400, le=599)]
    when: Annotated[str, Field(description="the condition, in plain words")]


class Operation(StrictModel):
    """One operation of the API: the primitive that entities are bound to."""

    id: Annotated[str, Field(description="operationId, lowerCamelCase")]
    method: Annotated[
        Literal["GET", "POST", "PUT", "PATCH", "DELETE"], Field(description="HTTP method")
    ]
    path: Annotated[str, Field(description="OpenAPI path template", pattern=r"^/")]
    summary: Annotated[str, Field(description="what it does, in a line")]
    tag: Annotated[str, Field(description="group in the document: the entity")] = ""
    parameters: Annotated[list[Parameter], Field(description="path and query parameters")] = []
    request: Annotated[
        dict[str, JsonValue] | None, Field(description="JSON Schema of the body")
    ] = None
    success: Annotated[int, Field(description="status of success", ge=200, le=299)]
    response: Annotated[
        dict[str, JsonValue] | None, Field(description="JSON Schema of the answer; null for none")
    ] = None
    errors: Annotated[list[ErrorCase], Field(description="declared refusals")] = []
    access: Annotated[
        OperationAccess | None, Field(description="whom it asks to sign in; null: open to all")
    ] = None


class Binding(StrictModel):
    """Ties an operation to an entity; pointers say where the record sits in the bodies."""

    entity: Annotated[str, Field(description="entity name")]
    role: Annotated[BindingRole, Field(description="what the operation does to it")]
    operation: Annotated[str, Field(description="operation id")]
    body_in: Annotated[str, Field(description="pointer of the record in the request")] = ""
    body_out: Annotated[str, Field(description="pointer of the record in the answer")] = ""
    items: Annotated[str, Field(description="list: pointer of the array")] = ""
    total: Annotated[
        str, Field(description="list: header that carries the total, or its pointer; empty: none")
    ] = "X-Total-Count"
    newest_first: Annotated[bool, Field(description="list: the newest record comes first")] = True
    id_out: Annotated[str, Field(description="pointer of the id inside the record")] = "/id"
    id_param: Annotated[str, Field(description="path parameter that takes the id")] = "id"
    path_from: Annotated[
        dict[str, str], Field(description="path parameter → field that is written by the path")
    ] = {}
    search: Annotated[str | None, Field(description="list: query parameter of the search")] = None
    sort: Annotated[str | None, Field(description="list: query parameter of the order")] = None
    limit: Annotated[str | None, Field(description="list: query parameter of page size")] = None
    offset: Annotated[str | None, Field(description="list: query parameter of the start")] = None
    filters: Annotated[dict[str, str], Field(description="query parameter → field")] = {}


class ErrorProfile(StrictModel):
    """How refusals are told; the default is problem details (RFC 9457)."""

    media_type: Annotated[str, Field(description="media type of a refusal")] = (
        "application/problem+json"
    )
    message: Annotated[str, Field(description="pointer of what is told; /errors")] = "/title"
    field_pointer: Annotated[
        str,
        Field(
            description="pointer of what is wrong with a {field}; empty: errors[{field, message}]"
        ),
    ] = ""


class Theme(StrictModel):
    """Look: design tokens; colours that the client prescribed are never judged."""

    tokens: Annotated[dict[str, str], Field(description="design token → value")] = {}
    client_colours: Annotated[list[str], Field(description="colours the client gave")] = []


class SystemPlan(StrictModel):
    """A whole system, type-checked (`checks.py`) before anyone sees it."""

    name: Annotated[str, Field(description="kebab-case folder name", pattern=r"^[a-z][a-z0-9-]*$")]
    title: Annotated[str, Field(description="what people call the system")]
    summary: Annotated[str, Field(description="what it is for")]
    locale: Annotated[
        str,
        Field(
            description="BCP 47 language of the page",
            pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        ),
    ] = "en"
    timezone: Annotated[str, Field(description="IANA zone that dates are meant in")] = "UTC"
    currency: Annotated[
        str, Field(description="ISO 4217 code of amounts", pattern=r"^[A-Z]{3}$")
    ] = "USD"
    theme: Annotated[Theme, Field(description="the look")] = Theme()
    origin: Annotated[
        Literal["split", "single"],
        Field(description="page and API on origins of their own, or both from the one server"),
    ] = "split"
    api_prefix: Annotated[
        str, Field(description="in front of every path", pattern=r"^(/[a-z0-9-]+)*$")
    ] = ""
    storage: Annotated[Storage, Field(description="where data is kept")] = Storage.SQLITE
    requirements: Annotated[
        list[Requirement], Field(description="everything that the request asks for")
    ] = []
    assumptions: Annotated[
        list[str],
        Field(description="what the request left open and this plan decided, in sentences"),
    ] = []
    entities: Annotated[list[Entity], Field(description="kinds of records", min_length=1)]
    operations: Annotated[
        list[Operation], Field(description="left empty, the CRUD conventions fill it in")
    ] = []
    bindings: Annotated[list[Binding], Field(description="operations tied to entities")] = []
    accounts: Annotated[Accounts | None, Field(description="null: nobody signs in")] = None
    invariants: Annotated[list[AnyInvariant], Field(description="rules over several records")] = []
    seed: Annotated[list[Seed], Field(description="records made once, at the first start")] = []
    pages: Annotated[list[Page], Field(description="pages of the frontend")] = []
    scenarios: Annotated[list[Scenario], Field(description="proofs of the requirements")] = []
    document: Annotated[
        str | None, Field(description="left empty: the client's own OpenAPI document, as it stands")
    ] = None
    error_profile: Annotated[
        ErrorProfile, Field(description="with a client's document only: how it tells refusals")
    ] = ErrorProfile()
    integrations: Annotated[
        list[Integration], Field(description="other services that the system calls")
    ] = []
    fake_now_env: Annotated[
        str | None,
        Field(description="environment variable with the instant (RFC 3339) that the server takes "
              "for now when it starts; needed by clock steps"),
    ] = None  # fmt: skip
    random_seed_env: Annotated[
        str | None,
        Field(description="environment variable with the seed of whatever is drawn by chance"),
    ] = None
    dependencies: Annotated[
        list[str],
        Field(description="left empty: packages and modules that whoever runs this allows"),
    ] = []

    def entity(self, name: str) -> Entity:
        """The entity of that name. Raises KeyError if there is none."""
        for candidate in self.entities:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def operation(self, operation_id: str) -> Operation:
        """The operation of that id. Raises KeyError if there is none."""
        for candidate in self.operations:
            if candidate.id == operation_id:
                return candidate
        raise KeyError(operation_id)

    def binding(self, entity: str, role: BindingRole) -> Binding | None:
        """The binding of that role, or None where the entity has none."""
        for candidate in self.bindings:
            if candidate.entity == entity and candidate.role is role:
                return candidate
        return None

    def change_role(self, entity: str) -> BindingRole | None:
        """How a record is changed: replaced where that can be done, else in part, else not."""
        roles = (BindingRole.REPLACE, BindingRole.PATCH)
        return next((role for role in roles if self.binding(entity, role)), None)
