"""Calls the upstream API through httpx and passes its answer on.

A thread of the pool waits for it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import APIRouter, FastAPI, HTTPException, Query, status

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.clients import upstream

client = upstream.client()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    with client:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/upstream")
def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
    timeout_s = query.timeout_ms / 1000
    try:
        # The timeout is for each of: a connection, the request, the next piece of the answer.
        answer = client.get("/product", params=query.model_dump(), timeout=timeout_s)
        answer.raise_for_status()
    except httpx.TimeoutException as error:
        said = "The upstream did not answer in time."
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, said) from error
    except httpx.HTTPError as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.") from error
    return Product.model_validate(answer.json())
