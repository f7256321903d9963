"""A new item, checked."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, StrictInt, StrictStr

from servers.apps.migration.shop import NEW_ID

router = APIRouter()


class NewItem(BaseModel):
    name: StrictStr
    price_cents: StrictInt


@router.post("/items", status_code=201)
async def create_item(new: NewItem) -> JSONResponse:
    item = {"id": NEW_ID, "name": new.name, "price_cents": new.price_cents}
    return JSONResponse(item, 201, {"Location": f"/items/{NEW_ID}"})
