"""The system plan: what the planner answers, what is approved, what everything else follows from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from workbench.contract.fields import EntityField, StrictModel
from workbench.contract.steps import Scenario

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

    singular: str
    plural: str


class Entity(StrictModel):
    """One kind of record."""

    name: Annotated[str, Field(description="PascalCase, singular", pattern=r"^[A-Z][A-Za-z0-9]*$")]
    plural: Annotated[str, Field(description="snake_case plural: table and path segment")]
    labels: Labels
    id: Annotated[Literal["int64"], Field(description="type of the identifier")] = "int64"
    display_field: Annotated[str, Field(description="the field that names a record on the page")]
    append_only: Annotated[bool, Field(description="records are never changed or deleted")] = False
    fields: Annotated[list[EntityField], Field(min_length=1)]

    def field(self, name: str) -> EntityField:
        """The field of that name. Raises KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def client_fields(self) -> list[EntityField]:
        """Fields that a create request may carry, in plan order."""
        return [field for field in self.fields if field.is_written_by_client]


class Parameter(StrictModel):
    """A path or query parameter of an operation."""

    name: str
    location: Annotated[Literal["path", "query", "header"], Field(description="where it is sent")]
    required: bool = False
    description: str = ""
    json_schema: Annotated[dict[str, JsonValue], Field(description="JSON Schema of its value")]


class ErrorCase(StrictModel):
    """A declared refusal."""

    status: Annotated[int, Field(ge=400, le=599)]
    when: str


class Operation(StrictModel):
    """One operation of the API: the primitive that entities are bound to."""

    id: Annotated[str, Field(description="operationId, lowerCamelCase")]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Annotated[str, Field(description="OpenAPI path template", pattern=r"^/")]
    summary: str
    tag: str = ""
    parameters: list[Parameter] = []
    request: Annotated[
        dict[str, JsonValue] | None, Field(description="JSON Schema of the body")
    ] = None
    success: Annotated[int, Field(description="status of success", ge=200, le=299)]
    response: Annotated[
        dict[str, JsonValue] | None, Field(description="JSON Schema of the answer; null for none")
    ] = None
    errors: list[ErrorCase] = []


class BindingRole(StrEnum):
    """What an operation does to an entity."""

    CREATE = "create"
    READ = "read"
    LIST = "list"
    REPLACE = "replace"
    PATCH = "patch"
    DELETE = "delete"


class Binding(StrictModel):
    """Ties an operation to an entity; pointers say where the record sits in the bodies."""

    entity: str
    role: BindingRole
    operation: Annotated[str, Field(description="operation id")]
    body_in: Annotated[str, Field(description="pointer of the record in the request")] = ""
    body_out: Annotated[str, Field(description="pointer of the record in the answer")] = ""
    items: Annotated[str, Field(description="list: pointer of the array")] = ""
    total: Annotated[str, Field(description="list: header that carries the total")] = (
        "X-Total-Count"
    )
    id_out: Annotated[str, Field(description="pointer of the id inside the record")] = "/id"
    id_param: Annotated[str, Field(description="path parameter that takes the id")] = "id"
    search: Annotated[str | None, Field(description="list: query parameter of the search")] = None
    sort: Annotated[str | None, Field(description="list: query parameter of the order")] = None
    limit: Annotated[str | None, Field(description="list: query parameter of page size")] = None
    offset: Annotated[str | None, Field(description="list: query parameter of the start")] = None
    filters: Annotated[dict[str, str], Field(description="query parameter → field")] = {}


class Page(StrictModel):
    """One page of the frontend and the names a person finds on it."""

    route: Annotated[str, Field(pattern=r"^/")]
    title: Annotated[str, Field(description="text of the navigation link and document title")]
    heading: Annotated[str, Field(description="text of the only h1")]
    collection: Annotated[str | None, Field(description="entity whose records it shows")] = None
    actions: Annotated[
        dict[str, str], Field(description="create, save, edit, delete, confirm → button text")
    ] = {}


class Theme(StrictModel):
    """Look: design tokens; colours that the client prescribed are never judged."""

    tokens: dict[str, str] = {}
    client_colours: list[str] = []


class SystemPlan(StrictModel):
    """A whole system, type-checked (`checks.py`) before anyone sees it."""

    name: Annotated[str, Field(description="kebab-case folder name", pattern=r"^[a-z][a-z0-9-]*$")]
    title: str
    summary: str
    locale: str = "en"
    timezone: str = "UTC"
    currency: str = "USD"
    theme: Theme = Theme()
    origin: Literal["split"] = "split"
    api_prefix: Annotated[str, Field(pattern=r"^(/[a-z0-9-]+)*$")] = ""
    storage: Storage = Storage.SQLITE
    requirements: list[Requirement] = []
    entities: Annotated[list[Entity], Field(min_length=1)]
    operations: Annotated[
        list[Operation], Field(description="left empty, the CRUD conventions fill it in")
    ] = []
    bindings: list[Binding] = []
    pages: list[Page] = []
    scenarios: list[Scenario] = []

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
