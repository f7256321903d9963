"""Computes, in a thread of the pool, and answers with a response. The others wait for the GIL."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from servers.backends.primes import count_primes_below
from servers.fastapi_app.cpu import Primes, PrimesBelow

router = APIRouter()


@router.get("/cpu", responses={200: {"model": Primes}})
def cpu(primes_below: PrimesBelow = 2_000) -> JSONResponse:
    count = count_primes_below(primes_below)
    return JSONResponse({"primes_below": primes_below, "count": count})
