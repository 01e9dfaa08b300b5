"""A text that is no OpenAPI document is refused as what it is; JSON may be as people keep it."""

from __future__ import annotations

import json

import pytest

from tests.support.documents import minimal
from workbench.openapi.client_document import UnusableDocument, read_document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"info": {"_postman_id": "x", "name": "a"}, "item": []}', "a Postman collection"),
        ("info: {name: a}\nitem: [{name: b}]", "a Postman collection"),
        ("asyncapi: 2.0.0\ninfo: {title: a, version: '1'}\nchannels: {}", "AsyncAPI"),
        ("#%RAML 1.0\ntitle: x\n/pets:\n  get:", "RAML"),
        ("type Query { a: Int }", "a GraphQL schema"),
        ('# ours\n"""All."""\ntype Query {\n  a(b: Int!): [Int]\n}', "a GraphQL schema"),
        ("schema @link(url: 1) {\n query: Query\n}", "a GraphQL schema"),
        ('{"data": {"__schema": {}}}', "a GraphQL schema"),
        ('{"swaggerVersion": "1.2", "apis": [{"path": "/a"}]}', "Swagger 1"),
        ('syntax = "proto3";\nservice A {}', "Protocol Buffers"),
        ('{"log": {"entries": []}}', "a HAR recording"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#"}', "a JSON Schema"),
        ("FORMAT: 1A\n# Pets", "API Blueprint"),
        ("<!doctype html><html></html>", "a web page"),
        ('<?xml version="1.0"?><definitions/>', "XML"),
    ],
)
def test_another_format_is_named(text: str, name: str) -> None:
    with pytest.raises(UnusableDocument) as error:
        read_document(text)
    said = f"the document: is {name}; give OpenAPI 3.0 or 3.1, or Swagger 2.0"
    assert str(error.value) == said


@pytest.mark.parametrize("text", ["type: object\nproperties: {}", "schema:\n  a: 1", "union", "{}"])
def test_what_has_no_name_is_not_given_one(text: str) -> None:
    with pytest.raises(UnusableDocument) as error:
        read_document(text)
    assert "; give OpenAPI 3.0 or 3.1" not in str(error.value)


@pytest.mark.parametrize("version", ["4.0.0", "4", "v5.0", "1.2", "20.0"])
@pytest.mark.parametrize("member", ["openapi", "swagger"])
def test_a_version_that_is_not_known_is_refused(member: str, version: str) -> None:
    document = minimal()
    del document["openapi"]
    with pytest.raises(UnusableDocument, match=f"/{member}: version {version} is not known"):
        read_document(json.dumps({member: version, **document}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{", "{ // ours\n"),
        ("{", "{ /* ours,\n } */ "),
        ("}", ",}"),
        ("}", ", // the last one\n }"),
    ],
)
def test_comments_and_last_commas_are_left_out(before: str, after: str) -> None:
    document = minimal(info={"title": "https://x.y // not a comment, }", "version": "1"})
    text = json.dumps(document)
    changed = (
        after + text.removeprefix(before) if before == "{" else text.removesuffix(before) + after
    )
    found = read_document(changed)
    assert found.document == document
    assert found.repairs.lines() == (
        "the document: comments, and commas behind the last members, are left out",
    )


def test_the_flow_style_of_yaml_keeps_its_addresses() -> None:
    text = "{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {/a: {}}, servers: [{url: https://x/y}]}"
    assert read_document(text).document["servers"] == [{"url": "https://x/y"}]


@pytest.mark.parametrize("text", ["# " * 20_000, '"""a""" ' * 5_000, "type " + "a" * 40_000])
def test_a_long_beginning_is_looked_at_once(text: str) -> None:
    with pytest.raises(UnusableDocument):
        read_document(text + ":\n")
