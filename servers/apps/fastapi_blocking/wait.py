"""Waits, as for a slow service, with a sleep that blocks. The event loop waits with it."""

import time

from fastapi import APIRouter

from servers.apps.fastapi.wait import PayloadBytes, Waited, WaitMs

router = APIRouter()


@router.get("/wait")
async def wait(wait_ms: WaitMs = 50, payload_bytes: PayloadBytes = 0) -> Waited:
    time.sleep(wait_ms / 1000)  # noqa: ASYNC251 - blocking the loop is the point
    return Waited(waited_ms=wait_ms, payload="x" * payload_bytes)
