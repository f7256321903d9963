"""What ``/upstream`` takes, gives and refuses, whichever client calls the upstream API."""

from typing import Annotated

from pydantic import BaseModel, Field

# What a handler raises stands in FastAPI's document when it is declared.
REFUSALS: dict[int | str, dict[str, str]] = {
    502: {"description": "The upstream failed."},
    504: {"description": "The upstream did not answer in time."},
}


class UpstreamQuery(BaseModel):
    latency_ms: Annotated[int, Field(ge=0, le=10_000)] = 50
    jitter_ms: Annotated[int, Field(ge=0, le=10_000)] = 0
    failure_percent: Annotated[int, Field(ge=0, le=100)] = 0
    timeout_ms: Annotated[int, Field(ge=1, le=60_000, exclude=True)] = 1_000


class Product(BaseModel):
    product: str
    stock: int
    price_cents: int
