"""All items, or the first ones, once a supplier has said what there is."""

import asyncio

from fastapi import APIRouter, Request

from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


def first_number(request: Request, name: str, default: int) -> int:
    """As ``request.args.get(name, default, type=int)`` reads it."""
    try:
        return int(request.query_params.getlist(name)[0])
    except (IndexError, ValueError):
        return default


@router.get("/items")
async def list_items(request: Request) -> list[Item]:
    limit = first_number(request, "limit", 10)
    if supplier_ms := first_number(request, "supplier_ms", 0):
        await asyncio.sleep(supplier_ms / 1000)
    return list(ITEMS.values())[:limit]
