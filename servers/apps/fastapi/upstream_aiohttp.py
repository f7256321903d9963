"""Calls the upstream API through aiohttp and passes its answer on.

The event loop serves others meanwhile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import aiohttp
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, status

from servers.apps.fastapi.upstream_models import REFUSALS, Product, UpstreamQuery
from servers.clients import upstream_aiohttp


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, aiohttp.ClientSession]]:
    # A session belongs to the event loop in which it was made, so it is made here.
    async with upstream_aiohttp.session() as session:
        yield {"session": session}


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


async def session_of(request: Request) -> aiohttp.ClientSession:
    session: aiohttp.ClientSession = request.state.session
    return session


Session = Annotated[aiohttp.ClientSession, Depends(session_of)]


@router.get("/upstream")
async def product(query: Annotated[UpstreamQuery, Query()], session: Session) -> Product:
    # The timeout is for the whole call.
    timeout = aiohttp.ClientTimeout(total=query.timeout_ms / 1000)
    try:
        async with session.get("/product", params=query.model_dump(), timeout=timeout) as answer:
            answer.raise_for_status()
            return Product.model_validate(await answer.json())
    except TimeoutError as error:
        said = "The upstream did not answer in time."
        raise HTTPException(status.HTTP_504_GATEWAY_TIMEOUT, said) from error
    except aiohttp.ClientError as error:
        raise HTTPException(status.HTTP_502_BAD_GATEWAY, "The upstream failed.") from error
