"""Takes a quote, a field of each kind, and answers what the handler got, in Python's form."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)

Errors = dict[str, str]


@blueprint.post("/quotes")
def create_quote() -> ResponseReturnValue:
    quote = request.get_json()
    errors = quote_errors(quote)
    if errors:
        return {"errors": errors}, 422
    return {name: repr(value) for name, value in quote.items()}


def quote_errors(quote: Any) -> Errors:
    """What is wrong, by field; empty when nothing is."""
    if not isinstance(quote, dict):
        return {"quote": "must be an object"}
    errors: Errors = {}
    customer, quantity, price = (quote.get(name) for name in ("customer", "quantity", "price"))
    if not isinstance(customer, str) or not customer:
        errors["customer"] = "must be a text of at least 1 character"
    # To Python, True is a whole number.
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= 100:
        errors["quantity"] = "must be a whole number from 1 to 100"
    if not isinstance(price, int | float) or isinstance(price, bool) or not price >= 0:
        errors["price"] = "must be a number of at least 0"
    if not isinstance(quote.get("express"), bool):
        errors["express"] = "must be true or false"
    if not isinstance(quote.get("note", ""), str):
        errors["note"] = "must be a text"
    return errors
