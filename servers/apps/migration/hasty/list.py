"""All items, or the first ones: the query is checked, and its last value counts."""

from fastapi import APIRouter

from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


@router.get("/items")
async def list_items(limit: int = 10) -> list[Item]:
    return list(ITEMS.values())[:limit]
