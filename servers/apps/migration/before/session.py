"""Log in and out; the session is a signed cookie."""

from flask import Blueprint, abort, redirect, request, session
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import customer

blueprint = Blueprint("session", __name__)


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    session["name"] = request.form["name"]
    return redirect("/me", 303)


@blueprint.get("/me")
def who_am_i() -> ResponseReturnValue:
    if "name" not in session:
        abort(401)
    customer.set(session["name"])
    return {"name": session["name"]}


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    session.clear()
    return redirect("/shop/", 303)
