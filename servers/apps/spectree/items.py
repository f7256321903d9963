"""The read API: lists items, filters them, shows one, creates one."""

from typing import Annotated, Literal

from flask import Blueprint, abort
from pydantic import BaseModel, Field, RootModel
from spectree import Response

from servers.apps.spectree.document import spec
from servers.apps.workload.items import add_item, find_item, find_items

blueprint = Blueprint("items", __name__)

Kind = Literal["book", "game", "tool"]


class ItemFilter(BaseModel):
    kind: Kind | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 50


class NewItem(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Kind
    price: Annotated[float, Field(ge=0)]


class Item(NewItem):
    number: int


class ItemList(RootModel[list[Item]]):
    pass


@blueprint.get("/items")
@spec.validate(resp=Response(HTTP_200=ItemList))
def list_items(query: ItemFilter) -> ItemList:
    return ItemList([Item(**each) for each in find_items(query.kind, query.limit)])


@blueprint.get("/items/<int:number>")
@spec.validate(resp=Response("HTTP_404", HTTP_200=Item))
def read_item(number: int) -> Item:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    return Item(**found)


@blueprint.post("/items")
@spec.validate(resp=Response(HTTP_201=Item))
def create_item(json: NewItem) -> tuple[Item, int]:
    return Item(**add_item(json.model_dump())), 201
