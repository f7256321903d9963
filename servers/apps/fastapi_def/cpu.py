"""Computes, in a thread of the pool. The others wait for the GIL."""

from fastapi import APIRouter

from servers.apps.fastapi.cpu import Primes, PrimesBelow
from servers.apps.workload.primes import count_primes_below

router = APIRouter()


@router.get("/cpu")
def cpu(primes_below: PrimesBelow = 2_000) -> Primes:
    return Primes(primes_below=primes_below, count=count_primes_below(primes_below))
