"""The read API: lists items, filters them, shows one, creates one."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf, Range

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

blueprint = Blueprint("items", __name__)


class ItemFilter(Schema):
    kind = fields.String(load_default=None, validate=OneOf(KINDS))
    limit = fields.Integer(load_default=50, validate=Range(1, 50))


class Item(Schema):
    number = fields.Integer(dump_only=True)
    name = fields.String(required=True, validate=Length(1, 40))
    kind = fields.String(required=True, validate=OneOf(KINDS))
    price = fields.Float(required=True, validate=Range(0))


item_filter, item = ItemFilter(unknown=EXCLUDE), Item()


@blueprint.get("/items")
def list_items() -> ResponseReturnValue:
    wanted = item_filter.load(request.args)
    found: list[object] = item.dump(find_items(wanted["kind"], wanted["limit"]), many=True)
    return found


@blueprint.get("/items/<int:number>")
def read_item(number: int) -> ResponseReturnValue:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    shown: dict[str, object] = item.dump(found)
    return shown


@blueprint.post("/items")
def create_item() -> ResponseReturnValue:
    return item.dump(add_item(item.load(request.get_json()))), 201
