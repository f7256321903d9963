"""Waits, as for a slow service, before it answers with a response.

A thread of the pool waits with it.
"""

import time

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from servers.apps.fastapi.wait import PayloadBytes, Waited, WaitMs

router = APIRouter()


@router.get("/wait", responses={200: {"model": Waited}})
def wait(wait_ms: WaitMs = 50, payload_bytes: PayloadBytes = 0) -> JSONResponse:
    time.sleep(wait_ms / 1000)
    return JSONResponse({"waited_ms": wait_ms, "payload": "x" * payload_bytes})
