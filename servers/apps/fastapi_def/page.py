"""A product list as HTML, rendered by Jinja2 in a thread of the pool."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from servers.apps.fastapi.page import Rows, templates
from servers.apps.workload.products import products

router = APIRouter()


@router.get("/page", response_class=HTMLResponse)
def page(request: Request, rows: Rows = 50) -> HTMLResponse:
    return templates.TemplateResponse(request, "page.html", {"products": products(rows)})
