"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from cerberus import Validator
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)

NEW_QUOTE = {
    "customer": {"type": "string", "required": True, "minlength": 1},
    "quantity": {"type": "integer", "required": True, "min": 1, "max": 100},
    "price": {"type": "number", "required": True, "min": 0},
    "express": {"type": "boolean", "required": True},
    "note": {"type": "string"},
}


@blueprint.post("/quotes")
def create_quote() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict):
        return {"errors": {"_schema": ["Invalid input type."]}}, 422
    validator = Validator(NEW_QUOTE)  # it keeps the errors, so each request has its own
    if not validator.validate(body):
        return {"errors": validator.errors}, 422
    return {name: repr(value) for name, value in validator.document.items()}


@blueprint.patch("/quotes/last")
def change_quote() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict):
        return {"errors": {"_schema": ["Invalid input type."]}}, 422
    validator = Validator(NEW_QUOTE)
    if not validator.validate(body, update=True):
        return {"errors": validator.errors}, 422
    return {name: repr(value) for name, value in validator.document.items()}
