"""A product list as HTML, rendered by Jinja2 in the thread that serves the request."""

from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.apps.workload.products import products

TEMPLATES = Path(__file__).parents[1] / "workload" / "templates"

blueprint = Blueprint("page", __name__, template_folder=TEMPLATES)


class PageQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    rows = fields.Integer(load_default=50, validate=Range(1, 5_000))


page_query = PageQuery()


@blueprint.get("/page")
def page() -> ResponseReturnValue:
    query = page_query.load(request.args)
    return render_template("page.html", products=products(query["rows"]))
