"""A small JSON answer: nothing but the framework's own cost."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

blueprint = Blueprint("hello", __name__)


class HelloQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    payload_bytes = fields.Integer(load_default=0, validate=Range(0, 1_048_576))


hello_query = HelloQuery()


@blueprint.get("/hello")
def hello() -> ResponseReturnValue:
    query = hello_query.load(request.args)
    return {"message": "Hello, World!", "payload": "x" * query["payload_bytes"]}
