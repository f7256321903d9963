"""All items, or the first ones: the query is checked, and its last value counts."""

import asyncio

from fastapi import APIRouter

from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


@router.get("/items")
async def list_items(limit: int = 10, supplier_ms: int = 0) -> list[Item]:
    if supplier_ms:
        await asyncio.sleep(supplier_ms / 1000)
    return list(ITEMS.values())[:limit]
