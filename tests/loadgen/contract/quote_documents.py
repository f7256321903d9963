"""Documents that describe ``POST /quotes``, in the forms of three versions."""

import json
from typing import Any

from loadgen.contract.bodies import Body

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["quantity"],
    "properties": {
        "customer": {"type": "string", "minLength": 1},
        "quantity": {"$ref": "#/components/schemas/Quantity"},
    },
}
INFO = {"title": "Quotes", "version": "1"}
ANSWER = {"description": "The answer."}
QUANTITY = {"type": "integer", "minimum": 1, "maximum": 100}


def modern(version: str = "3.1.0", **operation: Any) -> bytes:
    body = {"content": {"application/json": {"schema": SCHEMA}}, "required": True}
    whole = {"requestBody": body, "responses": {"200": ANSWER, "422": ANSWER}} | operation
    components = {"schemas": {"Quantity": QUANTITY}}
    paths = {"/quotes": {"post": whole}}
    return json.dumps(
        {"openapi": version, "info": INFO, "paths": paths, "components": components}
    ).encode()


def swagger(**operation: Any) -> bytes:
    schema = json.loads(json.dumps(SCHEMA).replace("components/schemas", "definitions"))
    parameter = {"in": "body", "name": "quote", "required": True, "schema": schema}
    whole = {"parameters": [parameter], "responses": {"default": ANSWER}} | operation
    paths = {"/quotes": {"post": whole}}
    definitions = {"Quantity": QUANTITY}
    return json.dumps(
        {"swagger": "2.0", "info": INFO, "paths": paths, "definitions": definitions}
    ).encode()


def quantity(literal: str) -> Body:
    return Body("", "quantity", f'{{"quantity": {literal}}}'.encode())
