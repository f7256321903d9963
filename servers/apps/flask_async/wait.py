"""Waits, as for a slow service, before it answers. The thread waits for the event loop."""

import asyncio

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.wait import wait_query

blueprint = Blueprint("wait", __name__)


@blueprint.get("/wait")
async def wait() -> ResponseReturnValue:
    query = wait_query.load(request.args)
    await asyncio.sleep(query["wait_ms"] / 1000)
    return {"waited_ms": query["wait_ms"], "payload": "x" * query["payload_bytes"]}
