"""What libraries of validation answer unlike the row's two frameworks, each with its reason.

The table of the contract and the hostile bodies share them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Otherwise:
    """Statuses of variants, by their key, and the one reason for all of them."""

    why: str
    statuses: Mapping[str, int]


def of_schemas(status: int, why: str) -> Otherwise:
    """Of those that hold a body against a JSON schema."""
    return Otherwise(why, {"flask-restx": status, "flasgger": status})


def of_webargs(status: int, why: str) -> Otherwise:
    """Of those that read a body by webargs and load it with marshmallow's default fields."""
    return Otherwise(why, {"flask-smorest": status, "apiflask": status})


def of_pydantic(status: int, why: str) -> Otherwise:
    """Of those that check a body of Flask's by a model of Pydantic."""
    return Otherwise(why, {"spectree": status, "flask-openapi3": status})


BAD_REQUEST = of_schemas(400, "What the schema refuses is a bad request")
ALLOWED = of_schemas(201, "A JSON schema allows what it does not name")
WHOLE = of_schemas(201, "To JSON Schema 2.0 is an integer; the total is 500.0")
BY_HAND = Otherwise("Nobody wrote a check of unknown fields", {"flask-manual": 201})
TRUE = Otherwise("To Cerberus, as to Python, true is an integer", {"flask-cerberus": 201})
CUT = of_webargs(201, "marshmallow's integer takes the whole part of a number, unless strict")
READ = of_webargs(201, "marshmallow's integer reads a number in a string, unless strict")
NO_BODY = of_webargs(422, "webargs takes a body of another type, and an empty one, for no fields")
UTF_8 = of_webargs(400, "webargs decodes a body as UTF-8, where Flask detects the encoding")
DIGITS = of_webargs(500, "webargs catches errors of JSON, not those of int() beyond 4,300 digits")
MODEL = of_pydantic(201, "Pydantic takes it, as in FastAPI")
NO_FIELDS = of_pydantic(422, "A body that cannot be read as JSON is taken for one without fields")
NO_HALVES = Otherwise("Pydantic's text has no half characters", {"spectree": 422})
NO_TEXT = Otherwise(
    "Its refusal repeats the input, which has no form in UTF-8", {"flask-openapi3": 500}
)
