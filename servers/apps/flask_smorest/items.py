"""The read API: lists items, filters them, shows one, creates one."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint, abort
from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

blp = Blueprint("items", __name__)


class ItemFilter(Schema):
    kind = fields.String(validate=OneOf(KINDS))
    limit = fields.Integer(validate=Range(1, 50))


class Item(Schema):
    number = fields.Integer(dump_only=True)
    name = fields.String(required=True, validate=Length(1, 40))
    kind = fields.String(required=True, validate=OneOf(KINDS))
    price = fields.Float(required=True, validate=Range(0))


@blp.route("/items")
class Items(MethodView):
    @blp.arguments(ItemFilter, location="query")
    @blp.response(200, Item(many=True))
    def get(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        return find_items(wanted.get("kind"), wanted.get("limit", 50))

    @blp.arguments(Item)
    @blp.response(201, Item)
    def post(self, new: dict[str, Any]) -> dict[str, Any]:
        return add_item(new)


@blp.route("/items/<int:number>")
class OneItem(MethodView):
    @blp.response(200, Item)
    @blp.alt_response(404, description="There is no such item.")
    def get(self, number: int) -> dict[str, Any] | None:
        found = find_item(number)
        if found is None:
            abort(404, message="There is no such item.")
        return found
