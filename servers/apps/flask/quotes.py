"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

blueprint = Blueprint("quotes", __name__)


class NewQuote(Schema):
    customer = fields.String(required=True, validate=Length(1))
    quantity = fields.Integer(required=True, strict=True, validate=Range(1, 100))
    price = fields.Float(required=True, validate=Range(0))
    express = fields.Boolean(required=True)
    note = fields.String()


new_quote = NewQuote()


@blueprint.post("/quotes")
def create_quote() -> ResponseReturnValue:
    quote = new_quote.load(request.get_json())
    return {name: repr(value) for name, value in quote.items()}


@blueprint.patch("/quotes/last")
def change_quote() -> ResponseReturnValue:
    change = new_quote.load(request.get_json(), partial=True)
    return {name: repr(value) for name, value in change.items()}
