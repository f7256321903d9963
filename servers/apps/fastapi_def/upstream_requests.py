"""Calls the upstream API through requests and passes its answer on.

A thread of the pool waits for it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import requests
from fastapi import APIRouter, FastAPI, HTTPException, Query, status

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.clients import upstream_requests
from servers.clients.upstream_requests import PRODUCT

session = upstream_requests.session()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    with session:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/upstream")
def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
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
