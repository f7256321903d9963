"""The read API: lists items, filters them, shows one, creates one."""

from typing import Any

from apiflask import APIBlueprint, Schema, abort
from apiflask.fields import Float, Integer, String
from apiflask.validators import Length, OneOf, Range

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

bp = APIBlueprint("items", __name__)


class ItemFilter(Schema):
    kind = String(validate=OneOf(KINDS))
    limit = Integer(validate=Range(1, 50))


class Item(Schema):
    number = Integer(dump_only=True)
    name = String(required=True, validate=Length(1, 40))
    kind = String(required=True, validate=OneOf(KINDS))
    price = Float(required=True, validate=Range(0))


@bp.get("/items")
@bp.input(ItemFilter, location="query", arg_name="wanted")
@bp.output(Item(many=True))
def list_items(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    return find_items(wanted.get("kind"), wanted.get("limit", 50))


@bp.get("/items/<int:number>")
@bp.output(Item)
@bp.doc(responses=[404])
def read_item(number: int) -> dict[str, Any]:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    return found


@bp.post("/items")
@bp.input(Item, arg_name="new")
@bp.output(Item, status_code=201)
def create_item(new: dict[str, Any]) -> dict[str, Any]:
    return add_item(new)
