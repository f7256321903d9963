"""Log in and out; the session is a signed cookie."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from servers.apps.migration.shop import customer

router = APIRouter()


@router.post("/login")
async def log_in(request: Request, name: Annotated[str, Form()]) -> RedirectResponse:
    request.session["name"] = name
    return RedirectResponse("/me", 303)


@router.get("/me")
async def who_am_i(request: Request) -> dict[str, str]:
    if "name" not in request.session:
        raise HTTPException(401)
    customer.set(request.session["name"])
    return {"name": request.session["name"]}


@router.post("/logout")
async def log_out(request: Request) -> RedirectResponse:
    request.session.clear()
    return RedirectResponse("/shop/", 303)
