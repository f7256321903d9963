"""Computes, on the event loop. Everybody else waits until it is done."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from servers.apps.workload.primes import count_primes_below

router = APIRouter()

PrimesBelow = Annotated[int, Query(ge=10, le=100_000)]


class Primes(BaseModel):
    primes_below: int
    count: int


@router.get("/cpu")
async def cpu(primes_below: PrimesBelow = 2_000) -> Primes:
    return Primes(primes_below=primes_below, count=count_primes_below(primes_below))
