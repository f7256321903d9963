"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)

Errors = dict[str, str]
REQUIRED = ("customer", "quantity", "price", "express")


@blueprint.post("/quotes")
def create_quote() -> ResponseReturnValue:
    quote = request.get_json()
    errors = quote_errors(quote) | missing_fields(quote)
    if errors:
        return {"errors": errors}, 422
    return {name: repr(value) for name, value in quote.items()}


@blueprint.patch("/quotes/last")
def change_quote() -> ResponseReturnValue:
    change = request.get_json()
    errors = quote_errors(change)
    if errors:
        return {"errors": errors}, 422
    return {name: repr(value) for name, value in change.items()}


def missing_fields(quote: Any) -> Errors:
    if not isinstance(quote, dict):
        return {}
    return {name: "is missing" for name in REQUIRED if name not in quote}


def quote_errors(quote: Any) -> Errors:
    """What is wrong with the fields that are there; empty when nothing is."""
    if not isinstance(quote, dict):
        return {"quote": "must be an object"}
    customer, quantity = quote.get("customer", "-"), quote.get("quantity", 1)
    price = quote.get("price", 0)
    errors: Errors = {}
    if not isinstance(customer, str) or not customer:
        errors["customer"] = "must be a text of at least 1 character"
    # To Python, True is a whole number.
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= 100:
        errors["quantity"] = "must be a whole number from 1 to 100"
    if not isinstance(price, int | float) or isinstance(price, bool) or not price >= 0:
        errors["price"] = "must be a number of at least 0"
    if not isinstance(quote.get("express", False), bool):
        errors["express"] = "must be true or false"
    if not isinstance(quote.get("note", ""), str):
        errors["note"] = "must be a text"
    return errors
