"""Waits, as for a slow service, before it answers. The event loop serves others meanwhile."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

router = APIRouter()

WaitMs = Annotated[int, Query(ge=0, le=10_000)]
PayloadBytes = Annotated[int, Query(ge=0, le=1_048_576)]


class Waited(BaseModel):
    waited_ms: int
    payload: str


@router.get("/wait")
async def wait(wait_ms: WaitMs = 50, payload_bytes: PayloadBytes = 0) -> Waited:
    await asyncio.sleep(wait_ms / 1000)
    return Waited(waited_ms=wait_ms, payload="x" * payload_bytes)
