"""Small documents that tests of clients' documents share."""

from __future__ import annotations

import json
from typing import Any

Document = dict[str, Any]

SWAGGER = """\
swagger: '2.0'
info: {title: Shop, version: '1'}
host: api.example.com
basePath: /v2
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  basic: {type: basic}
  flow: {type: oauth2, flow: accessCode, authorizationUrl: 'https://x/a', tokenUrl: 'https://x/t', scopes: {read: reads}}
parameters:
  limit: {name: limit, in: query, type: integer, maximum: 50}
  order: {name: order, in: body, required: true, schema: {$ref: '#/definitions/Order'}}
responses:
  missing: {description: not there, schema: {$ref: '#/definitions/Problem'}}
definitions:
  Order: {type: object, discriminator: kind, properties: {note: {type: string, x-nullable: true}}}
  Problem: {type: object}
paths:
  /orders:
    parameters: [{$ref: '#/parameters/limit'}]
    get:
      operationId: listOrders
      security: [{key: []}]
      parameters: [{name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}]
      responses:
        200: {description: all, schema: {type: array, items: {$ref: '#/definitions/Order'}}, headers: {X-Total: {type: integer}}}
        404: {$ref: '#/responses/missing'}
    post:
      operationId: createOrder
      parameters: [{$ref: '#/parameters/order'}]
      responses: {201: {description: made}}
  /files:
    post:
      operationId: upload
      consumes: [multipart/form-data]
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: title, in: formData, type: string}
      responses: {204: {description: done}}
"""


def minimal(**members: Any) -> Document:
    """A valid OpenAPI 3.1 document with one operation; members replace or add top-level keys."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {
                "get": {
                    "operationId": "listPets",
                    "responses": {"200": {"description": "all"}},
                }
            }
        },
        **members,
    }


def with_operation(path: str = "/pets", **members: Any) -> Document:
    """A minimal document whose only operation has these members."""
    document = minimal()
    operation = document["paths"].pop("/pets")["get"]
    document["paths"][path] = {"get": {**operation, **members}}
    return document


def with_schema(schema: Any, **members: Any) -> Document:
    """A minimal document with one component schema, `Pet`."""
    return minimal(components={"schemas": {"Pet": schema}}, **members)


def text_of(document: Document) -> str:
    """The document as JSON."""
    return json.dumps(document)
