"""Calls the upstream API through urllib3 and passes its answer on.

A thread of the pool waits for it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Query, status
from urllib3.exceptions import EmptyPoolError, HTTPError, TimeoutError

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.clients import upstream_urllib3
from servers.clients.upstream_urllib3 import PRODUCT

pool = upstream_urllib3.pool()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    with pool:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/upstream")
def product(query: Annotated[UpstreamQuery, Query()]) -> Product:
    timeout_s = query.timeout_ms / 1000
    try:
        # The timeout is for each of: a connection, connecting, the next piece of the answer.
        answer = pool.request(
            "GET",
            PRODUCT,
            fields=query.model_dump(),
            timeout=timeout_s,
            pool_timeout=timeout_s,
        )
    except (TimeoutError, EmptyPoolError) as error:
        said = "The upstream did not answer in time."
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, said) from error
    except HTTPError as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.") from error
    if answer.status >= 400:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.")
    return Product.model_validate(answer.json())
