"""Computes, in a thread of the pool. The others wait for the GIL."""

from fastapi import APIRouter

from servers.backends.primes import count_primes_below
from servers.fastapi_app.cpu import Primes, PrimesBelow

router = APIRouter()


@router.get("/cpu")
def cpu(primes_below: PrimesBelow = 2_000) -> Primes:
    return Primes(primes_below=primes_below, count=count_primes_below(primes_below))
