"""Gets a value from the cache, or computes and keeps it. The event loop serves others meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Response
from pydantic import BaseModel

from servers.clients import cache

client = cache.async_client()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with client:
        yield


router = APIRouter(lifespan=lifespan)

TtlMs = Annotated[int, Query(ge=1, le=86_400_000)]
ComputeMs = Annotated[int, Query(ge=0, le=10_000)]


class Cached(BaseModel):
    key: str
    value: str


@router.get("/cache/{key}")
async def cached(
    key: str, response: Response, ttl_ms: TtlMs = 60_000, compute_ms: ComputeMs = 5
) -> Cached:
    value = await client.get(key)
    response.headers["x-cache"] = "miss" if value is None else "hit"
    if value is None:
        await asyncio.sleep(compute_ms / 1000)
        value = cache.computed(key)
        await client.set(key, value, px=ttl_ms)
    return Cached(key=key, value=value)
