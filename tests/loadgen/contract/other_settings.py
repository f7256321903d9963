"""Settings of libraries that are no application of Faceoff, each as a small app of its own."""

from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_restx import Api, Resource  # type: ignore[import-untyped]
from flask_restx import fields as restx_fields
from flask_restx.reqparse import RequestParser  # type: ignore[import-untyped]
from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, Range


class Quote(Schema):
    """marshmallow's fields as they are by default."""

    customer = fields.String(required=True, validate=Length(1))
    quantity = fields.Integer(required=True, validate=Range(1, 100))
    price = fields.Float(required=True, validate=Range(0))
    express = fields.Boolean(required=True)
    note = fields.String()


def marshmallow_app() -> Flask:
    app = Flask("marshmallow")

    @app.post("/quotes")
    def create_quote() -> ResponseReturnValue:
        try:
            return as_received(Quote().load(request.get_json()))
        except ValidationError as error:
            return {"errors": error.messages}, 422

    return app


def strict_restx_app() -> Flask:
    app = Flask("restx strict")
    api = Api(app)
    quote = api.model(
        "Quote",
        {
            "customer": restx_fields.String(required=True, min_length=1),
            "quantity": restx_fields.Integer(required=True, min=1, max=100),
            "price": restx_fields.Float(required=True, min=0),
            "express": restx_fields.Boolean(required=True),
            "note": restx_fields.String(),
        },
        strict=True,
    )

    @api.route("/quotes")
    class Quotes(Resource):  # type: ignore[misc]
        @api.expect(quote, validate=True)  # type: ignore[untyped-decorator]
        def post(self) -> dict[str, str]:
            return as_received(request.get_json())

    return app


def parser_app() -> Flask:
    app = Flask("reqparse")
    api = Api(app)
    parser = RequestParser()
    for name, kind in (("customer", str), ("quantity", int), ("price", float), ("express", bool)):
        parser.add_argument(name, type=kind, required=True, location="json")
    parser.add_argument("note", type=str, location="json")

    @api.route("/quotes")
    class Quotes(Resource):  # type: ignore[misc]
        def post(self) -> dict[str, str]:
            return as_received(parser.parse_args())

    return app


def as_received(values: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in values.items()}


APPS = {
    "marshmallow": marshmallow_app,
    "restx strict": strict_restx_app,
    "reqparse": parser_app,
}
