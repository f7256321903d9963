"""The shop as HTML: what is gone is answered by what a Flask view returns."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from flask import Response
from jinja2 import Environment

from servers.apps.migration.shop import ITEMS, PAGE

router = APIRouter()

# autoescape is Flask's default, and not Jinja's.
template = Environment(autoescape=True).from_string(PAGE)


@router.get("/shop/")
async def show_shop(season: str = ""):  # type: ignore[no-untyped-def]
    if season == "winter":
        return Response("The winter shop has closed.", 410, mimetype="text/plain")
    return HTMLResponse(template.render(items=ITEMS.values()))
