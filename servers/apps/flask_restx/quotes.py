"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from http import HTTPStatus

from flask import request
from flask_restx import Namespace, Resource, fields

namespace = Namespace("quotes")

new_quote = namespace.model(
    "NewQuote",
    {
        "customer": fields.String(required=True, min_length=1),
        "quantity": fields.Integer(required=True, min=1, max=100),
        "price": fields.Float(required=True, min=0),
        "express": fields.Boolean(required=True),
        "note": fields.String(),
    },
)
quote_change = namespace.model(
    "QuoteChange",
    {
        "customer": fields.String(min_length=1),
        "quantity": fields.Integer(min=1, max=100),
        "price": fields.Float(min=0),
        "express": fields.Boolean(),
        "note": fields.String(),
    },
)


@namespace.route("quotes")
class Quotes(Resource):
    @namespace.response(HTTPStatus.BAD_REQUEST, "The body is no valid quote.")
    @namespace.response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not called JSON.")
    @namespace.response(HTTPStatus.OK, "The quote was taken.")
    @namespace.expect(new_quote, validate=True)
    def post(self) -> dict[str, str]:
        return {name: repr(value) for name, value in request.get_json().items()}


@namespace.route("quotes/last")
class LastQuote(Resource):
    @namespace.response(HTTPStatus.BAD_REQUEST, "The body is no valid change.")
    @namespace.response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not called JSON.")
    @namespace.response(HTTPStatus.OK, "The quote was changed.")
    @namespace.expect(quote_change, validate=True)
    def patch(self) -> dict[str, str]:
        return {name: repr(value) for name, value in request.get_json().items()}
