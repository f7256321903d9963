"""Calls the upstream API and passes its answer on. The event loop serves others meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import APIRouter, FastAPI, HTTPException, Query, status
from pydantic import BaseModel, Field

from servers.backends import upstream

client = upstream.async_client()

# What a handler raises stands in FastAPI's document when it is declared.
REFUSALS: dict[int | str, dict[str, str]] = {
    502: {"description": "The upstream failed."},
    504: {"description": "The upstream did not answer in time."},
}


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with client:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


class UpstreamQuery(BaseModel):
    latency_ms: Annotated[int, Field(ge=0, le=10_000)] = 50
    jitter_ms: Annotated[int, Field(ge=0, le=10_000)] = 0
    failure_percent: Annotated[int, Field(ge=0, le=100)] = 0
    timeout_ms: Annotated[int, Field(ge=1, le=60_000, exclude=True)] = 1_000


class Product(BaseModel):
    product: str
    stock: int
    price_cents: int


@router.get("/upstream")
async def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
    timeout_s = query.timeout_ms / 1000
    try:
        # The timeout is for each of: a connection, the request, the next piece of the answer.
        answer = await client.get("/product", params=query.model_dump(), timeout=timeout_s)
        answer.raise_for_status()
    except httpx.TimeoutException as error:
        said = "The upstream did not answer in time."
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, said) from error
    except httpx.HTTPError as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.") from error
    return Product.model_validate(answer.json())
