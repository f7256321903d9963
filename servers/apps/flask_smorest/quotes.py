"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

blp = Blueprint("quotes", __name__)


class NewQuote(Schema):
    customer = fields.String(required=True, validate=Length(1))
    quantity = fields.Integer(required=True, validate=Range(1, 100))
    price = fields.Float(required=True, validate=Range(0))
    express = fields.Boolean(required=True)
    note = fields.String()


@blp.route("/quotes")
class Quotes(MethodView):
    @blp.arguments(NewQuote)
    @blp.response(200)
    def post(self, quote: dict[str, Any]) -> dict[str, str]:
        return {name: repr(value) for name, value in quote.items()}


@blp.route("/quotes/last")
class LastQuote(MethodView):
    @blp.arguments(NewQuote(partial=True))
    @blp.response(200)
    def patch(self, change: dict[str, Any]) -> dict[str, str]:
        return {name: repr(value) for name, value in change.items()}
