"""The shop as HTML."""

from flask import Blueprint, render_template_string
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import ITEMS, PAGE

blueprint = Blueprint("page", __name__)


@blueprint.get("/shop/")
def show_shop() -> ResponseReturnValue:
    return render_template_string(PAGE, items=ITEMS.values())
