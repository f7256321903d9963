"""All items, or the first ones: a plain function waits in one of Starlette's forty threads."""

import time

from fastapi import APIRouter, Request

from servers.apps.migration.after.list import first_number
from servers.apps.migration.shop import ITEMS, Item

router = APIRouter()


@router.get("/items")
def list_items(request: Request) -> list[Item]:
    limit = first_number(request, "limit", 10)
    if supplier_ms := first_number(request, "supplier_ms", 0):
        time.sleep(supplier_ms / 1000)
    return list(ITEMS.values())[:limit]
