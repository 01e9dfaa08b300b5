"""A document over several files is written into one; nothing outside its folder is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.documents import minimal, text_of, with_operation
from workbench.openapi.normalising import normalise
from workbench.openapi.reading.bundling import read_bundled
from workbench.openapi.reading.unusable import UnusableDocument

MAIN = """\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /orders: {$ref: 'paths/orders.yaml'}
  /orders/{id}:
    get: {$ref: 'paths/order.yaml#/one'}
components:
  schemas:
    Money: {type: integer}
    Order: {$ref: 'schemas/order.yaml'}
"""
ORDERS = """\
get:
  responses:
    '200': {description: all, content: {application/json: {schema: {$ref: '../schemas/order.yaml'}}}}
    '404': {$ref: '../errors.json#/missing'}
"""
ONE_ORDER = """\
one:
  description: {$ref: '../texts.yaml#/one'}
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  responses:
    '404': {$ref: '../errors.json#/missing'}
"""
ORDER = """\
type: object
properties:
  total: {$ref: '../openapi.yaml#/components/schemas/Money'}
  parent: {$ref: '#'}
  lines: {type: array, items: {$ref: 'line.yaml#/Line'}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "openapi.yaml": MAIN,
        "paths/orders.yaml": ORDERS,
        "paths/order.yaml": ONE_ORDER,
        "schemas/order.yaml": ORDER,
        "schemas/line.yaml": "Line: {type: object, properties: {order: {$ref: 'order.yaml'}}}",
        "errors.json": '{"missing": {"description": "no such order"}}',
        "texts.yaml": "one: Reads one order",
    }.items():
        path = tmp_path / "api" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "api"


def test_everything_that_files_hold_is_in_the_one_document(folder: Path) -> None:
    found = normalise(read_bundled(folder / "openapi.yaml").decode())
    document = found.document
    assert found.problem == ""
    assert set(document["paths"]) == {"/orders", "/orders/{id}"}
    assert document["paths"]["/orders/{id}"]["get"]["description"] == "Reads one order"
    response = document["paths"]["/orders"]["get"]["responses"]["200"]
    assert response["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Order"
    }
    properties = document["components"]["schemas"]["Order"]["properties"]
    assert properties["total"] == {"$ref": "#/components/schemas/Money"}
    assert properties["parent"] == {"$ref": "#/components/schemas/Order"}
    assert properties["lines"]["items"] == {"$ref": "#/components/schemas/Line"}
    assert document["components"]["responses"] == {"missing": {"description": "no such order"}}
    assert not [line for line in found.repairs if "leads" in line]


def test_a_document_in_one_file_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    content = b"\xef\xbb\xbf" + text_of(minimal()).encode() + b"  \n"
    path.write_bytes(content)
    assert read_bundled(path) == content


def test_an_address_on_the_network_is_left_out_and_said_so_once(tmp_path: Path) -> None:
    references = [{"$ref": f"http://example.com/{n}.json"} for n in range(3)]
    path = tmp_path / "openapi.json"
    path.write_text(text_of(with_operation(parameters=references)))
    found = normalise(read_bundled(path).decode())
    assert [line for line in found.repairs if "not fetched" in line] == [
        "/paths/~1pets/get/parameters/0 and 2 more places: leads out of the document and is not "
        "fetched; any value is accepted there (http://example.com/0.json)"
    ]


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("../outside.yaml", "lies outside the document's folder"),
        ("file:///etc/passwd", "/etc/passwd: lies outside the document's folder"),
        ("link.yaml", "link.yaml: lies outside the document's folder"),
        ("missing.yaml", "missing.yaml: the document refers to this file, which cannot be read"),
        ("fifo", "fifo: is not a regular file"),
        (".", "is not a regular file"),
        ("latin.yaml", "latin.yaml: is not UTF-8"),
        ("broken.yaml", r"broken.yaml, line 2, column 1: "),
        ("circle.yaml", r"circle.yaml: circle.yaml refers to itself"),
        ("orders.yaml#/nowhere", "orders.yaml: has nothing at /nowhere"),
        ("x" * 300 + ".yaml", "cannot be read"),
        ("//host/share.yaml", "lies outside the document's folder"),
        ("a%00b", "lies outside the document's folder"),
    ],
)
def test_a_file_that_cannot_be_had_is_named_in_one_line(
    tmp_path: Path, reference: str, reason: str
) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    (tmp_path / "outside.yaml").write_text("get: {}")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    os.mkfifo(folder / "fifo")
    (folder / "latin.yaml").write_bytes(b"title: caf\xe9")
    (folder / "broken.yaml").write_text("a: [1\n")
    (folder / "circle.yaml").write_text("get: {$ref: circle.yaml}")
    (folder / "orders.yaml").write_text("get: {}")
    document = minimal()
    document["paths"]["/other"] = {"$ref": reference}
    (folder / "openapi.json").write_text(text_of(document))
    with pytest.raises(UnusableDocument, match=reason) as refused:
        read_bundled(folder / "openapi.json")
    assert "\n" not in str(refused.value)


def test_data_that_only_looks_like_a_reference_is_left_alone(tmp_path: Path) -> None:
    document = minimal()
    document["x-notes"] = {"$ref": "somewhere else"}
    (tmp_path / "openapi.json").write_text(text_of(document))
    assert b"somewhere else" in read_bundled(tmp_path / "openapi.json")


def test_json_with_comments_is_written_as_yaml_without(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(text_of(minimal()).replace("{", "{ // ours\n", 1))
    text = read_bundled(path).decode()
    assert text.startswith("# Written from JSON with comments.\n")
    assert "ours" not in text
    assert normalise(text).document == normalise(text_of(minimal())).document


def test_a_version_in_several_files_stays_as_it_is_written(folder: Path) -> None:
    main = folder / "openapi.yaml"
    main.write_text(main.read_text().replace("version: '1'", "version: 1.10"))
    assert normalise(read_bundled(main).decode()).document["info"]["version"] == "1.10"
