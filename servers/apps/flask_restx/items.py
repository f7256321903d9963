"""The read API: lists items, filters them, shows one, creates one."""

from http import HTTPStatus
from typing import Any

from flask import request
from flask_restx import Namespace, Resource, fields
from flask_restx.inputs import int_range
from flask_restx.reqparse import RequestParser

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

namespace = Namespace("items")

new_item = namespace.model(
    "NewItem",
    {
        "name": fields.String(required=True, min_length=1, max_length=40),
        "kind": fields.String(required=True, enum=KINDS),
        "price": fields.Float(required=True, min=0),
    },
)
item = namespace.inherit("Item", new_item, {"number": fields.Integer(required=True)})

item_filter = RequestParser()
item_filter.add_argument("kind", choices=KINDS, location="args")
item_filter.add_argument("limit", type=int_range(1, 50), default=50, location="args")


@namespace.route("items")
class Items(Resource):
    @namespace.response(HTTPStatus.BAD_REQUEST, "The filter is not valid.")
    @namespace.expect(item_filter)
    @namespace.marshal_list_with(item)
    def get(self) -> list[dict[str, Any]]:
        wanted = item_filter.parse_args()
        return find_items(wanted["kind"], wanted["limit"])

    @namespace.response(HTTPStatus.BAD_REQUEST, "The body is no valid item.")
    @namespace.expect(new_item, validate=True)
    @namespace.marshal_with(item, code=HTTPStatus.CREATED)
    def post(self) -> tuple[dict[str, Any], HTTPStatus]:
        return add_item(request.get_json()), HTTPStatus.CREATED


@namespace.route("items/<int:number>")
class OneItem(Resource):
    @namespace.response(HTTPStatus.NOT_FOUND, "There is no such item.")
    @namespace.marshal_with(item)
    def get(self, number: int) -> dict[str, Any] | None:
        found = find_item(number)
        if found is None:
            namespace.abort(HTTPStatus.NOT_FOUND, "There is no such item.")
        return found
