"""A small JSON answer, from a thread of the pool, as a response."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from servers.apps.fastapi.hello import Greeting, PayloadBytes

router = APIRouter()


@router.get("/hello", responses={200: {"model": Greeting}})
def hello(payload_bytes: PayloadBytes = 0) -> JSONResponse:
    return JSONResponse({"message": "Hello, World!", "payload": "x" * payload_bytes})
