"""Gets a value from the cache, or computes and keeps it. The event loop waits for both."""

import time

from fastapi import APIRouter, Response

from servers.apps.fastapi.cache import Cached, ComputeMs, TtlMs
from servers.apps.fastapi_def.cache import client, lifespan
from servers.clients import cache

router = APIRouter(lifespan=lifespan)


@router.get("/cache/{key}")
async def cached(
    key: str, response: Response, ttl_ms: TtlMs = 60_000, compute_ms: ComputeMs = 5
) -> Cached:
    value = client.get(key)
    response.headers["x-cache"] = "miss" if value is None else "hit"
    if value is None:
        time.sleep(compute_ms / 1000)  # noqa: ASYNC251 - blocking the loop is the point
        value = cache.computed(key)
        client.set(key, value, px=ttl_ms)
    return Cached(key=key, value=value)
