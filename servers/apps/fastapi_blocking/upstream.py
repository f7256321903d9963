"""Calls the upstream API through httpx and passes its answer on. The event loop waits for it."""

from typing import Annotated

import httpx
from fastapi import APIRouter, HTTPException, Query, status

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.apps.fastapi_def.upstream import client, lifespan

router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/upstream")
async def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
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
