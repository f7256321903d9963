"""One small API: its document, the requests that are sent to it, and what it answers."""

import json
from typing import Any

from loadgen.contract.probes import Probe, ProbeAnswer
from servers.catalog.contract_applications import Operation

LIST, CREATE = Operation("GET", "/items"), Operation("POST", "/items")
QUERY = "query"
JSON = "application/json"
ITEM = {
    "type": "object",
    "required": ["name", "price"],
    "properties": {
        "name": {"type": "string"},
        "price": {"type": "number"},
        "note": {"type": "string"},
    },
}
NEW_ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 40},
        "price": {"type": "number", "minimum": 0},
        "kind": {"enum": ["book", "game"]},
    },
}


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {JSON: {"schema": schema}}}


DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "items", "version": "1"},
    "paths": {
        "/items": {
            "get": {
                "parameters": [
                    {
                        "in": QUERY,
                        "name": "limit",
                        "schema": {"type": "integer", "minimum": 1, "maximum": 50},
                    }
                ],
                "responses": {"200": content({"type": "array", "items": ITEM}), "422": {}},
            },
            "post": {
                "requestBody": {"required": True, **content(NEW_ITEM)},
                "responses": {"201": content(ITEM), "422": {}},
            },
        },
    },
}
BOOK = {"name": "Emma", "price": 9.5, "note": "signed"}


def limited(text: str) -> Probe:
    return Probe(f"limit {text}", LIST, f"/items?limit={text}", parameters={(QUERY, "limit"): text})


PROBES = (
    Probe("all", LIST, "/items"),
    limited("2"),
    limited("none"),
    Probe("create", CREATE, "/items", b'{"name": "Emma"}', JSON),
    Probe("create without a name", CREATE, "/items", b"{}", JSON),
)
Answers = list[ProbeAnswer]


def answer(status: int, body: object) -> ProbeAnswer:
    return ProbeAnswer(status, JSON, json.dumps(body))


ANSWERS: Answers = [
    answer(200, [BOOK, BOOK]),
    answer(200, [BOOK]),
    answer(422, {"errors": {"limit": "no number"}}),
    answer(201, BOOK),
    answer(422, {"errors": {"name": "is missing"}}),
]
Document = dict[str, Any]
