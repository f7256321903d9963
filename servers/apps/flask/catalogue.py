"""A long list becomes JSON: ``jsonify`` writes down whatever it is given."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.apps.workload.products import products

blueprint = Blueprint("catalogue", __name__)


class CatalogueQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    items = fields.Integer(load_default=100, validate=Range(1, 10_000))


catalogue_query = CatalogueQuery()


@blueprint.get("/catalogue")
def catalogue() -> ResponseReturnValue:
    query = catalogue_query.load(request.args)
    return jsonify(products(query["items"]))
