"""OpenAPI's operation object, word for word, with the method, the path and the access of ours.

`request`, `success`, `response` and `errors` are views of it: the JSON that is sent, the status and
JSON of success, and the refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, model_validator

from workbench.plan.access import OperationAccess
from workbench.plan.language.old_words import modern_operation, without_annotations
from workbench.plan.language.strict_model import StrictModel

JSON_MEDIA_TYPE = "application/json"
PROBLEM_MEDIA_TYPE = "application/problem+json"

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class _OpenApiObject(StrictModel):
    """An object of OpenAPI; its annotations (examples, `x-` keys) are accepted and left out."""

    @model_validator(mode="before")
    @classmethod
    def _no_annotations(cls, data: Any) -> Any:
        return without_annotations(data)


class Parameter(_OpenApiObject):
    """A path, query or header parameter of an operation."""

    name: Annotated[str, Field(description="name on the wire")]
    location: Annotated[
        Literal["path", "query", "header"], Field(alias="in", description="where it is sent")
    ]
    required: Annotated[
        bool, Field(description="a call without it is rejected; always so in the path")
    ] = False
    description: Annotated[str, Field(description="its purpose")] = ""
    json_schema: Annotated[
        dict[str, JsonValue], Field(alias="schema", description="JSON Schema of its value")
    ]

    @model_validator(mode="after")
    def _required_in_the_path(self) -> Parameter:
        if self.location == "path":
            self.required = True
        return self


class MediaType(_OpenApiObject):
    """What a body of one media type holds."""

    json_schema: Annotated[
        dict[str, JsonValue],
        Field(alias="schema", description='JSON Schema; {"$ref": "#/components/schemas/Name"}'),
    ] = {}


class RequestBody(_OpenApiObject):
    """The body of a request; always JSON, and always required."""

    description: Annotated[str, Field(description="what is sent")] = ""
    required: Annotated[Literal[True], Field(description="a call without it is rejected")] = True
    content: Annotated[
        dict[Literal["application/json"], MediaType],
        Field(description="application/json → schema", min_length=1),
    ]


class Header(_OpenApiObject):
    """A header of a response."""

    description: Annotated[str, Field(description="what it says")] = ""
    required: Annotated[bool, Field(description="every such response has it")] = False
    json_schema: Annotated[
        dict[str, JsonValue], Field(alias="schema", description="JSON Schema of its value")
    ] = {"type": "string"}


class Response(_OpenApiObject):
    """What one status means."""

    description: Annotated[str, Field(description="when it is answered, in plain words")] = ""
    headers: Annotated[dict[str, Header], Field(description="name → header")] = {}
    content: Annotated[
        dict[str, MediaType],
        Field(description="application/json → schema; leave it out for 204 and for refusals"),
    ] = {}


class ErrorCase(StrictModel):
    """A declared refusal."""

    status: int
    when: str


class ReasonedRefusal(ErrorCase):
    """A refusal for a reason that no invariant expresses."""

    status: Annotated[int, Field(description="status of the response", ge=400, le=499)]
    when: Annotated[str, Field(description="the reason, as people say it", min_length=1)]


class Effect(StrictModel):
    """What the success of an operation changes beside what the conventions or its transition say."""

    entity: Annotated[str, Field(description="entity of the records that change, come or go")]
    what: Annotated[str, Field(description="the change, as people say it", min_length=1)]


class Operation(_OpenApiObject):
    """One operation of the API; bindings tie operations to entities."""

    id: Annotated[str, Field(alias="operationId", description="lowerCamelCase")]
    method: Annotated[Method, Field(description="HTTP method")]
    path: Annotated[str, Field(description="OpenAPI path template", pattern=r"^/")]
    summary: Annotated[str, Field(description="what it does, in a line")] = ""
    description: Annotated[str, Field(description="what it does, in full")] = ""
    tags: Annotated[
        list[str], Field(description="its group in the document: the entity", max_length=1)
    ] = []
    parameters: Annotated[
        list[Parameter], Field(description="path, query and header parameters")
    ] = []
    request_body: Annotated[
        RequestBody | None, Field(alias="requestBody", description="the JSON that is sent")
    ] = None
    responses: Annotated[
        dict[Annotated[str, Field(pattern=r"^[245]\d\d$")], Response],
        Field(description="status → response: one of success, and every refusal"),
    ] = {}
    access: Annotated[
        OperationAccess | None,
        Field(description="the accounts that may call it; null: no account is needed"),
    ] = None
    refuses: Annotated[
        list[ReasonedRefusal],
        Field(description="refusals for reasons that no invariant expresses; scenarios prove them"),
    ] = []
    effects: Annotated[
        list[Effect],
        Field(
            description="what its success changes beside what the conventions or its transition say;"
            " scenarios prove it"
        ),
    ] = []

    @model_validator(mode="before")
    @classmethod
    def _modern(cls, data: Any) -> Any:
        return modern_operation(data)

    @model_validator(mode="after")
    def _possible(self) -> Operation:
        successes = [status for status in self.responses if status < "300"]
        if len(successes) > 1:
            raise ValueError(
                f"responses: declare exactly one success status, not {', '.join(successes)}"
            )
        for status, response in self.responses.items():
            if status >= "400" and response.content.keys() - {PROBLEM_MEDIA_TYPE}:
                raise ValueError(
                    f"responses.{status}: error responses are problem details; leave out `content`"
                )
        return self

    @property
    def tag(self) -> str:
        """Its group: the entity; empty for none."""
        return self.tags[0] if self.tags else ""

    @property
    def request(self) -> dict[str, JsonValue] | None:
        """JSON Schema of the request's body; None without one."""
        return None if self.request_body is None else _json(self.request_body.content)

    @property
    def is_answered(self) -> bool:
        """Whether it says what success is."""
        return any(status < "300" for status in self.responses)

    @property
    def success(self) -> int:
        """The status of success."""
        return next((int(status) for status in self.responses if status < "300"), 200)

    @property
    def response(self) -> dict[str, JsonValue] | None:
        """JSON Schema of what success answers; None if that is not JSON."""
        success = self.responses.get(str(self.success))
        return None if success is None else _json(success.content)

    @property
    def errors(self) -> list[ErrorCase]:
        """The declared refusals."""
        return [
            ErrorCase(status=int(status), when=response.description)
            for status, response in self.responses.items()
            if status >= "400"
        ]

    def in_words(self) -> Operation:
        """The operation whose responses and description give its `refuses` and `effects` too."""
        responses = dict(self.responses)
        description = self.description
        for effect in self.effects:
            if effect.what not in description:
                description = f"{_sentence(description)} {_sentence(effect.what)}".lstrip()
        for refusal in self.refuses:
            response = responses.get(str(refusal.status), Response())
            said = [response.description] if response.description else []
            if refusal.when not in response.description:
                said.append(refusal.when)
            responses[str(refusal.status)] = response.model_copy(
                update={"description": "; ".join(said)}
            )
        return self.model_copy(update={"responses": responses, "description": description})

    def with_errors(self, errors: Iterable[ErrorCase]) -> Operation:
        """The operation with further refusals."""
        responses = dict(self.responses)
        for status, response in refusals(errors).items():
            responses.setdefault(status, response)
        return self.model_copy(update={"responses": responses})


def _sentence(text: str) -> str:
    """The text with a full stop, unless it is empty or ends like a sentence."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def json_operation(
    *,
    id: str,
    method: Method,
    path: str,
    success: int,
    summary: str = "",
    tag: str = "",
    parameters: Iterable[Parameter] = (),
    request: Mapping[str, JsonValue] | None = None,
    response: Mapping[str, JsonValue] | None = None,
    errors: Iterable[ErrorCase] = (),
    access: OperationAccess | None = None,
) -> Operation:
    """An operation that takes and answers JSON."""
    return Operation(
        id=id,
        method=method,
        path=path,
        summary=summary,
        tags=[tag] if tag else [],
        parameters=list(parameters),
        request_body=None
        if request is None
        else RequestBody(content={"application/json": MediaType(json_schema=dict(request))}),
        responses={
            str(success): Response(
                description=summary, content={} if response is None else _json_content(response)
            ),
            **refusals(errors),
        },
        access=access,
    )


def refusals(errors: Iterable[ErrorCase]) -> dict[str, Response]:
    """Status → response; the reasons for one status are joined."""
    reasons: dict[str, list[str]] = {}
    for error in errors:
        reasons.setdefault(str(error.status), []).append(error.when)
    return {
        status: Response(description="; ".join(texts)) for status, texts in sorted(reasons.items())
    }


def _json_content(schema: Mapping[str, JsonValue]) -> dict[str, MediaType]:
    return {JSON_MEDIA_TYPE: MediaType(json_schema=dict(schema))}


def _json(content: Mapping[Any, MediaType]) -> dict[str, JsonValue] | None:
    media = content.get(JSON_MEDIA_TYPE)
    return None if media is None else media.json_schema
