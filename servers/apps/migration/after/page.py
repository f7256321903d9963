"""The shop as HTML."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from jinja2 import Environment

from servers.apps.migration.shop import ITEMS, PAGE

router = APIRouter()

# autoescape is Flask's default, and not Jinja's.
template = Environment(autoescape=True).from_string(PAGE)


@router.get("/shop/")
async def show_shop(season: str = "") -> Response:
    if season == "winter":
        return PlainTextResponse("The winter shop has closed.", 410)
    return HTMLResponse(template.render(items=ITEMS.values()))
