"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Float, Integer, String
from apiflask.validators import Length, Range

bp = APIBlueprint("quotes", __name__)


class NewQuote(Schema):
    customer = String(required=True, validate=Length(1))
    quantity = Integer(required=True, validate=Range(1, 100))
    price = Float(required=True, validate=Range(0))
    express = Boolean(required=True)
    note = String()


@bp.post("/quotes")
@bp.input(NewQuote, arg_name="quote")
def create_quote(quote: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in quote.items()}


@bp.patch("/quotes/last")
@bp.input(NewQuote(partial=True), arg_name="change")
def change_quote(change: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in change.items()}
