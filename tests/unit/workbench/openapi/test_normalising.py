"""The copy that gates work on is valid OpenAPI 3.1; each kind of repair is said once, with a count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.documents import (
    Document,
    minimal,
    text_of,
    with_operation,
    with_schema,
)
from workbench.openapi.client_document import UnusableDocument
from workbench.openapi.normalising import Normalised, normalise


def normalised(document: Document) -> Normalised:
    return normalise(text_of(document))


def pet(schema: Any, **members: Any) -> Any:
    """What a component schema becomes."""
    found = normalised(with_schema(schema, **members))
    assert found.problem == ""
    return found.document["components"]["schemas"].get("Pet")


def get(found: Normalised, path: str = "/pets") -> Any:
    return found.document["paths"][path]["get"]


def test_a_sound_document_needs_no_repair() -> None:
    found = normalised(minimal())
    assert found.repairs == ()
    assert found.problem == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the document: is not an object with an openapi version and paths"),
        ("- 1", "the document: is not an object with an openapi version and paths"),
        ("openapi: 3.1.0", "/paths: there are no paths; give a document with at least one path"),
        (
            "openapi: 3.1.0\npaths:",
            "/paths: there are no paths; give a document with at least one path",
        ),
        ("openapi: 3.1.0\npaths: {/a: 1}", "/paths: there are no paths"),
    ],
)
def test_only_what_has_no_paths_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnusableDocument, match=reason):
        normalise(text)


@pytest.mark.parametrize(
    ("document", "repair"),
    [
        (minimal(info=None), "/info/title: set to API"),
        (minimal(info={"title": "A", "version": 1.5}), "/info/version: set to 1.5"),
        (minimal(openapi="3.0.3"), "/openapi: 3.0.3 is written as 3.1.0"),
        (minimal(openapi=3.2), "/openapi: 3.2 is written as 3.1.0"),
        (minimal(openapi=None), "/openapi: a missing version is written as 3.1.0"),
        (minimal(servers=[{"url": "https://x/{v}", "variables": {"v": None}}]), None),
        (minimal(servers=[{"url": "https://x/{v}/api"}]), "/servers/0/url: a variable without"),
        (minimal(servers=[{"url": "http://[bad"}]), "/servers/0/url: is not an address"),
        (minimal(servers="https://x"), "/servers: is not a list of objects"),
        (minimal(components=None), None),
        (minimal(components=[]), "/components: is not an object; it is left out"),
        (minimal(components={"schemas": None}), "/components/schemas: is empty"),
        (minimal(components={"schemas": {"A": 1}}), "/components/schemas/A: is not an object"),
        (minimal(paths={"/a": None, "/b": {}}), "/paths/~1a: is not an object; it is left out"),
        (minimal(paths={"pets": {"get": {}}}), "/paths/pets: a path must begin with a slash"),
        (minimal(paths={"/a": {"get": 1}}), "/paths/~1a/get: is not an object; it is left out"),
        (
            with_operation(operationId=None),
            "operationId is missing; named by method and path (getPets)",
        ),
        (
            with_operation(operationId="pets/list"),
            "operationId is not an identifier; renamed (pets/list: petsList)",
        ),
        (with_operation(operationId="delete"), "renamed (delete: deleteOperation)"),
        (with_operation(responses=None), "no response is declared; 200 without a body is assumed"),
        (with_operation(responses={"200": {}}), "responses/200: a description was added"),
        (with_operation(responses={"20": {"description": ""}}), "/responses/20: is not a status"),
        (with_operation(parameters={}), "/parameters: is not a list of objects"),
        (
            with_operation(parameters=[{"name": "a"}]),
            "/parameters/0: a parameter without a name and",
        ),
        (
            with_operation("/pets/{id}"),
            "a path parameter was not declared; it is read as a text (id)",
        ),
        (with_operation(requestBody="none"), "/requestBody: is not an object; it is left out"),
        (with_operation(tags="pets"), "/tags: is not a list of texts"),
        (
            with_operation(parameters=[{"$ref": "#/none"}]),
            "/parameters/0: refers to nothing; any value",
        ),
    ],
)
def test_each_repair_names_its_place(document: Document, repair: str | None) -> None:
    found = normalised(document)
    assert found.problem == ""
    assert repair is None or [line for line in found.repairs if repair in line], found.repairs


@pytest.mark.parametrize(
    ("document", "repair"),
    [
        (minimal(externalDocs=None), "/externalDocs: is empty; it is left out"),
        (minimal(externalDocs={}), "/externalDocs: url is missing; it is left out"),
        (minimal(externalDocs="https://x"), "/externalDocs: is not an object; it is left out"),
        (minimal(ours=1), "/ours: OpenAPI has no such member there; it is left out"),
        (with_operation(ours=1), "get/ours: OpenAPI has no such member there; it is left out"),
        (with_operation(summary=5), "get/summary: is not a text; it is left out"),
        (with_operation(deprecated="no"), "get/deprecated: is not true or false; it is left out"),
        (minimal(tags=[{"description": "a"}]), "/tags/0: name is missing; it is left out"),
        (
            minimal(info={"title": "a", "version": "1", "license": {}}),
            "/info/license: name is missing; it is left out",
        ),
        (
            minimal(info={"title": "a", "version": "1", "contact": {"email": 5, "x": 1}}),
            "/info/contact/email: is not a text; it is left out",
        ),
        (
            with_operation(responses={"200": {"description": "", "links": 5}}),
            "responses/200/links: is not an object; it is left out",
        ),
        (
            with_schema({"type": "string", "pattern": "([a-z"}),
            "its pattern is no regular expression; it is left out (([a-z)",
        ),
        (with_operation(operationId="Größe-λ"), "renamed (Größe-λ: grosseL)"),
        (with_operation("/größe"), "named by method and path (getGrosse)"),
    ],
)
def test_what_openapi_has_no_place_for_is_left_out_in_plain_words(
    document: Document, repair: str
) -> None:
    if repair.startswith("named"):
        del document["paths"]["/größe"]["get"]["operationId"]
    found = normalised(document)
    assert found.problem == ""
    assert [line for line in found.repairs if repair in line], found.repairs
    assert not any("nevaluated" in line or "of type" in line for line in found.repairs)


@pytest.mark.parametrize(
    "pattern",
    [r"^\p{L}+$", r"(?<year>\d{4})", r"(?<!a+)b", r"[\w-.]", "[^]", r"\u{1F600}", "(?=a)b", "a{2}"],
)
def test_a_pattern_of_another_dialect_stays(pattern: str) -> None:
    assert pet({"type": "string", "pattern": pattern})["pattern"] == pattern


@pytest.mark.parametrize("version", ["1.10", "2.00", "1e2", "3."])
def test_a_version_stays_as_it_is_written(version: str) -> None:
    yaml = f"openapi: 3.1.0\ninfo: {{title: a, version: {version}}}\npaths: {{/a: {{}}}}\n"
    assert normalise(yaml).document["info"]["version"] == version


def test_equal_repairs_are_one_line_with_a_count() -> None:
    document = minimal()
    document["paths"] = {f"/things{n}": {"get": {"responses": {"200": {}}}} for n in range(600)}
    found = normalised(document)
    assert found.repairs == (
        "/paths/~1things0/get and 599 more places: operationId is missing; named by method and path"
        " (getThings0)",
        "/paths/~1things0/get/responses/200 and 599 more places: a description was added",
    )
    assert sum(found.repair_counts.values()) == 1200


def test_ids_that_are_there_twice_become_different_ones() -> None:
    document = minimal()
    document["paths"]["/dogs"] = document["paths"]["/pets"]
    found = normalised(document)
    assert [get(found, path)["operationId"] for path in ("/pets", "/dogs")] == [
        "listPets",
        "getDogs",
    ]


def test_the_path_of_the_first_server_stands_in_front() -> None:
    server = {"url": "https://{host}/api/{version}/", "variables": {"version": {"default": "v2"}}}
    assert set(normalised(minimal(servers=[server])).document["paths"]) == {"/api/v2/pets"}
    assert set(normalised(minimal(servers=[{"url": "v1"}])).document["paths"]) == {"/v1/pets"}


def test_path_items_that_are_references_are_written_out() -> None:
    document = minimal()
    document["paths"]["/cats"] = {"$ref": "#/paths/~1pets"}
    found = normalised(document)
    assert get(found, "/cats")["responses"] == {"200": {"description": "all"}}
    assert "/paths/~1cats: a reference to a path item is written out" in found.repairs


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"oneOf": [{"type": "string"}], "nullable": True},
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
        ),
        (
            {"allOf": [{"type": "string"}], "nullable": True},
            {"anyOf": [{"allOf": [{"type": "string"}]}, {"type": "null"}]},
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        (
            {"properties": {"nullable": {"type": "boolean"}}},
            {"properties": {"nullable": {"type": "boolean"}}},
        ),
        ({"example": {"nullable": True}}, {"example": {"nullable": True}}),
    ],
)
def test_schemas_of_30_are_written_as_those_of_31(schema: Any, written: Any) -> None:
    assert pet(schema, openapi="3.0.0") == written


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "any"}, {}),
        ({"type": "string", "maxLength": "20"}, {"type": "string"}),
        (
            {"properties": {"a": {"required": True}, "b": {"required": False}}},
            {"properties": {"a": {}, "b": {}}, "required": ["a"]},
        ),
        ({"properties": {"a": 5, "b": {}}}, {"properties": {"b": {}}}),
        ({"properties": []}, {}),
        ({"allOf": [{"type": "object"}, 7]}, {"allOf": [{"type": "object"}, {}]}),
        (
            {"type": "array", "items": [{"type": "string"}]},
            {"type": "array", "prefixItems": [{"type": "string"}]},
        ),
        ({"required": ["a", "a"]}, {}),
        ({"$id": "http://x/y", "$schema": "http://x/z", "type": "string"}, {"type": "string"}),
        (
            {"$recursiveAnchor": True, "properties": {"next": {"$recursiveRef": "#"}}},
            {"properties": {"next": {"$ref": "#/components/schemas/Pet"}}},
        ),
        (True, True),
        ({"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Pet"}),
    ],
)
def test_what_is_no_json_schema_is_rewritten_or_left_out(schema: Any, written: Any) -> None:
    if schema == {"$ref": "#/components/schemas/Pet"}:
        written = pet(schema)
    assert pet(schema) == written


def test_component_names_that_are_not_allowed_are_renamed_with_their_references() -> None:
    response = {"$ref": "#/components/responses/a~1b%20c"}
    document = with_operation(responses={"200": response})
    document["components"] = {"responses": {"a/b c": {"description": "x"}}}
    found = normalised(document)
    assert found.problem == ""
    assert get(found)["responses"]["200"] == {"$ref": "#/components/responses/a_b_c"}


def test_references_out_of_the_document_are_taken_out_wherever_they_stand() -> None:
    outside = "file:///etc/passwd"
    document = with_schema(
        {
            "$ref": outside,
            "examples": [{"$ref": outside}],
            "properties": {"a": {"$dynamicRef": outside}},
        }
    )
    document["paths"]["/pets"]["get"]["responses"]["200"] = {
        "description": "",
        "content": {"text/plain": {"examples": {"one": {"externalValue": outside}}}},
        "links": {"next": {"operationRef": outside}},
    }
    found = normalised(document)
    assert outside not in text_of(found.document)
    (line,) = [line for line in found.repairs if "not fetched" in line]
    assert "and 4 more places" in line
