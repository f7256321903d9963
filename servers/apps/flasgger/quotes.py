"""Takes a quote and changes of one, as YAML says; answers what the handler got."""

from flasgger import swag_from
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)


@blueprint.post("/quotes")
@swag_from("quotes.yml", validation=True)
def create_quote() -> ResponseReturnValue:
    return {name: repr(value) for name, value in request.get_json().items()}


@blueprint.patch("/quotes/last")
@swag_from("quote_change.yml", validation=True)
def change_quote() -> ResponseReturnValue:
    return {name: repr(value) for name, value in request.get_json().items()}
