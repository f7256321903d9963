"""A product list as HTML, rendered by Jinja2 on the event loop. Everybody else waits meanwhile."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from servers.apps.workload.products import products

router = APIRouter()

templates = Jinja2Templates(Path(__file__).parents[1] / "workload" / "templates")
# Flask looks for changed templates when debugging only; here it would be at every request.
templates.env.auto_reload = False

Rows = Annotated[int, Query(ge=1, le=5_000)]


@router.get("/page", response_class=HTMLResponse)
async def page(request: Request, rows: Rows = 50) -> HTMLResponse:
    return templates.TemplateResponse(request, "page.html", {"products": products(rows)})
