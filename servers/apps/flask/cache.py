"""Gets a value from the cache, or computes and keeps it. A thread waits for every answer."""

import time

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.clients import cache

blueprint = Blueprint("cache", __name__)
client = cache.client()


class CacheQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    ttl_ms = fields.Integer(load_default=60_000, validate=Range(1, 86_400_000))
    compute_ms = fields.Integer(load_default=5, validate=Range(0, 10_000))


cache_query = CacheQuery()


@blueprint.get("/cache/<key>")
def cached(key: str) -> ResponseReturnValue:
    query = cache_query.load(request.args)
    value = client.get(key)
    hit = value is not None
    if not hit:
        time.sleep(query["compute_ms"] / 1000)
        value = cache.computed(key)
        client.set(key, value, px=query["ttl_ms"])
    return {"key": key, "value": value}, {"x-cache": "hit" if hit else "miss"}
