"""Takes a quote, validated by ``quotes.yml``; answers what the handler got, in Python's form."""

from flasgger import swag_from
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)


@blueprint.post("/quotes")
@swag_from("quotes.yml", validation=True)
def create_quote() -> ResponseReturnValue:
    return {name: repr(value) for name, value in request.get_json().items()}
