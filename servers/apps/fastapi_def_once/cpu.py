"""Computes, in a thread of the pool, and answers with a response. The others wait for the GIL."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from servers.apps.fastapi.cpu import Primes, PrimesBelow
from servers.apps.workload.primes import count_primes_below

router = APIRouter()


@router.get("/cpu", responses={200: {"model": Primes}})
def cpu(primes_below: PrimesBelow = 2_000) -> JSONResponse:
    count = count_primes_below(primes_below)
    return JSONResponse({"primes_below": primes_below, "count": count})
