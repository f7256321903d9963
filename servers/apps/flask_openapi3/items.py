"""The read API: lists items, filters them, shows one, creates one."""

from typing import Annotated, Any, Literal

from flask import abort
from flask_openapi3 import APIBlueprint
from pydantic import BaseModel, Field, RootModel

from servers.apps.workload.items import add_item, find_item, find_items

api = APIBlueprint("items", __name__)

Kind = Literal["book", "game", "tool"]


class ItemFilter(BaseModel):
    kind: Kind | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 50


class ItemPath(BaseModel):
    number: int


class NewItem(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Kind
    price: Annotated[float, Field(ge=0)]


class Item(NewItem):
    number: int


class ItemList(RootModel[list[Item]]):
    pass


@api.get("/items", responses={200: ItemList})
def list_items(query: ItemFilter) -> list[dict[str, Any]]:
    found = find_items(query.kind, query.limit)
    return [Item(**each).model_dump() for each in found]


@api.get("/items/<int:number>", responses={200: Item, 404: None})
def read_item(path: ItemPath) -> dict[str, Any]:
    found = find_item(path.number)
    if found is None:
        abort(404, "There is no such item.")
    return Item(**found).model_dump()


@api.post("/items", responses={201: Item})
def create_item(body: NewItem) -> tuple[dict[str, Any], int]:
    return Item(**add_item(body.model_dump())).model_dump(), 201
