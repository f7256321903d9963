"""One item by its number: the path takes any number that Python reads."""

from fastapi import APIRouter, HTTPException

from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


@router.get("/items/{item_id}")
async def read_item(item_id: int) -> Item:
    if item_id not in ITEMS:
        raise HTTPException(404)
    return ITEMS[item_id]
