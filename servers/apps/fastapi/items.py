"""The read API: lists items, filters them, shows one, creates one."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, status
from pydantic import BaseModel, Field

from servers.apps.fastapi.orders import REFUSALS
from servers.apps.workload.items import add_item, find_item, find_items

router = APIRouter()

Kind = Literal["book", "game", "tool"]


class NewItem(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Kind
    price: Annotated[float, Field(ge=0)]


class Item(NewItem):
    number: int


@router.get("/items")
async def list_items(
    kind: Kind | None = None, limit: Annotated[int, Query(ge=1, le=50)] = 50
) -> list[Item]:
    return [Item(**each) for each in find_items(kind, limit)]


@router.get("/items/{number}", responses={404: {"description": "There is no such item."}})
async def read_item(number: int) -> Item:
    found = find_item(number)
    if found is None:
        raise HTTPException(404, "There is no such item.")
    return Item(**found)


@router.post("/items", status_code=status.HTTP_201_CREATED, responses=REFUSALS)
async def create_item(item: NewItem) -> Item:
    return Item(**add_item(item.model_dump()))
