"""A small JSON answer, from an event loop of its own."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.hello import hello_query

blueprint = Blueprint("hello", __name__)


@blueprint.get("/hello")
async def hello() -> ResponseReturnValue:
    query = hello_query.load(request.args)
    return {"message": "Hello, World!", "payload": "x" * query["payload_bytes"]}
