"""The shop as HTML."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from servers.apps.migration.shop import ITEMS, PAGE

router = APIRouter()

# autoescape is Flask's default, and not Jinja's.
template = Environment(autoescape=True).from_string(PAGE)


@router.get("/shop/")
async def show_shop() -> HTMLResponse:
    return HTMLResponse(template.render(items=ITEMS.values()))
