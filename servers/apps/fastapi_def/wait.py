"""Waits, as for a slow service, before it answers. A thread of the pool waits with it."""

import time

from fastapi import APIRouter

from servers.apps.fastapi.wait import PayloadBytes, Waited, WaitMs

router = APIRouter()


@router.get("/wait")
def wait(wait_ms: WaitMs = 50, payload_bytes: PayloadBytes = 0) -> Waited:
    time.sleep(wait_ms / 1000)
    return Waited(waited_ms=wait_ms, payload="x" * payload_bytes)
