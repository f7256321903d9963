"""A small JSON answer, from a thread of the pool."""

from fastapi import APIRouter

from servers.apps.fastapi.hello import Greeting, PayloadBytes

router = APIRouter()


@router.get("/hello")
def hello(payload_bytes: PayloadBytes = 0) -> Greeting:
    return Greeting(message="Hello, World!", payload="x" * payload_bytes)
