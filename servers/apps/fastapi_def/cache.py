"""Gets a value from the cache, or computes and keeps it. A thread of the pool waits for both."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Response

from servers.apps.fastapi.cache import Cached, ComputeMs, TtlMs
from servers.clients import cache

client = cache.client()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    with client:
        yield


router = APIRouter(lifespan=lifespan)


@router.get("/cache/{key}")
def cached(
    key: str, response: Response, ttl_ms: TtlMs = 60_000, compute_ms: ComputeMs = 5
) -> Cached:
    value = client.get(key)
    response.headers["x-cache"] = "miss" if value is None else "hit"
    if value is None:
        time.sleep(compute_ms / 1000)
        value = cache.computed(key)
        client.set(key, value, px=ttl_ms)
    return Cached(key=key, value=value)
