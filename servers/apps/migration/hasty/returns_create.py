"""A new item, checked: the view returns what a Flask view returns."""

from fastapi import APIRouter
from pydantic import BaseModel, StrictInt, StrictStr

from servers.apps.migration.shop import NEW_ID

router = APIRouter()


class NewItem(BaseModel):
    name: StrictStr
    price_cents: StrictInt


@router.post("/items")
async def create_item(new: NewItem):  # type: ignore[no-untyped-def]
    item = {"id": NEW_ID, "name": new.name, "price_cents": new.price_cents}
    return item, 201, {"Location": f"/items/{NEW_ID}"}
