"""A small JSON answer: nothing but the framework's own cost."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

router = APIRouter()

PayloadBytes = Annotated[int, Query(ge=0, le=1_048_576)]


class Greeting(BaseModel):
    message: str
    payload: str


@router.get("/hello")
async def hello(payload_bytes: PayloadBytes = 0) -> Greeting:
    return Greeting(message="Hello, World!", payload="x" * payload_bytes)
