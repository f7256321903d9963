"""The basket of who has logged in, line by line."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse

from servers.apps.migration.shop import basket, customer

router = APIRouter()


@router.get("/basket")
async def stream_basket(request: Request) -> StreamingResponse:
    if "name" not in request.session:
        raise HTTPException(401)
    customer.set(request.session["name"])
    lines = basket(request.session["name"])
    return StreamingResponse((each for each in lines), media_type="text/plain")
