"""All items, or the first ones."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


def first_limit(request: Request) -> int:
    """As ``request.args.get("limit", 10, type=int)`` reads it."""
    try:
        return int(request.query_params.getlist("limit")[0])
    except (IndexError, ValueError):
        return 10


@router.get("/items")
async def list_items(limit: Annotated[int, Depends(first_limit)]) -> list[Item]:
    return list(ITEMS.values())[:limit]
