"""Log in and out: the views return what Flask views return."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from flask import redirect

from servers.apps.migration.shop import customer

router = APIRouter()


@router.post("/login")
async def log_in(request: Request, name: Annotated[str, Form()]):  # type: ignore[no-untyped-def]
    request.session["name"] = name
    return redirect("/me", 303)


@router.get("/me")
async def who_am_i(request: Request) -> dict[str, str]:
    if "name" not in request.session:
        raise HTTPException(401)
    customer.set(request.session["name"])
    return {"name": request.session["name"]}


@router.post("/logout")
async def log_out(request: Request):  # type: ignore[no-untyped-def]
    request.session.clear()
    return redirect("/shop/", 303)
