"""The basket of who has logged in, line by line: only the decorator and the answer have changed."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import StreamingResponse
from flask import session

from servers.apps.migration.shop import basket

router = APIRouter()


@router.get("/basket")
async def stream_basket() -> StreamingResponse:
    if "name" not in session:
        raise HTTPException(401)
    lines = basket(session["name"])
    return StreamingResponse((each for each in lines), media_type="text/plain")
