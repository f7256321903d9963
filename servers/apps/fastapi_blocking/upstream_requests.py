"""Calls the upstream API through requests and passes its answer on. The event loop waits for it."""

from typing import Annotated

import requests
from fastapi import APIRouter, HTTPException, Query, status

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.apps.fastapi_def.upstream_requests import lifespan, session
from servers.clients.upstream_requests import PRODUCT

router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/upstream")
async def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
    timeout_s = query.timeout_ms / 1000
    try:
        # The timeout is for each of: connecting, the next piece of the answer.
        answer = session.get(PRODUCT, params=query.model_dump(), timeout=timeout_s)
        answer.raise_for_status()
    except requests.Timeout as error:
        said = "The upstream did not answer in time."
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, said) from error
    except requests.RequestException as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.") from error
    return Product.model_validate(answer.json())
