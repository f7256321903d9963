"""Calls the upstream API through requests and passes its answer on. The thread waits for it."""

import requests
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.upstream_query import upstream_query
from servers.clients import upstream_requests
from servers.clients.upstream_requests import PRODUCT

blueprint = Blueprint("upstream", __name__)
session = upstream_requests.session()


@blueprint.get("/upstream")
def product() -> ResponseReturnValue:
    query = upstream_query.load(request.args)
    timeout_s = query.pop("timeout_ms") / 1000
    try:
        # The timeout is for each of: connecting, the next piece of the answer.
        answer = session.get(PRODUCT, params=query, timeout=timeout_s)
        answer.raise_for_status()
    except requests.Timeout:
        return {"error": "The upstream did not answer in time."}, 504
    except requests.RequestException:
        return {"error": "The upstream failed."}, 502
    return jsonify(answer.json())
