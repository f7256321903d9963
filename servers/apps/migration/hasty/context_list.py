"""All items, or the first ones: only the decorator has changed."""

from fastapi import APIRouter
from flask import jsonify, request

from servers.apps.migration.shop import ITEMS

router = APIRouter()


@router.get("/items")
async def list_items():  # type: ignore[no-untyped-def]
    limit = request.args.get("limit", 10, type=int)
    return jsonify(list(ITEMS.values())[:limit])
