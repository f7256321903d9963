"""Calls the upstream API through urllib3 and passes its answer on. The thread waits for it."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from urllib3.exceptions import EmptyPoolError, HTTPError, TimeoutError

from servers.apps.flask.upstream_query import upstream_query
from servers.clients import upstream_urllib3
from servers.clients.upstream_urllib3 import PRODUCT

blueprint = Blueprint("upstream", __name__)
pool = upstream_urllib3.pool()


@blueprint.get("/upstream")
def product() -> ResponseReturnValue:
    query = upstream_query.load(request.args)
    timeout_s = query.pop("timeout_ms") / 1000
    try:
        # The timeout is for each of: a connection, connecting, the next piece of the answer.
        answer = pool.request(
            "GET",
            PRODUCT,
            fields=query,
            timeout=timeout_s,
            pool_timeout=timeout_s,
        )
    except (TimeoutError, EmptyPoolError):
        return {"error": "The upstream did not answer in time."}, 504
    except HTTPError:
        return {"error": "The upstream failed."}, 502
    if answer.status >= 400:
        return {"error": "The upstream failed."}, 502
    return jsonify(answer.json())
