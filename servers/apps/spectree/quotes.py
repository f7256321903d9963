"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field
from spectree import Response

from servers.apps.spectree.document import spec

blueprint = Blueprint("quotes", __name__)


class NewQuote(BaseModel):
    customer: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    price: Annotated[float, Field(ge=0)]
    express: bool
    note: str | None = None


class QuoteChange(BaseModel):
    customer: Annotated[str | None, Field(min_length=1)] = None
    quantity: Annotated[int | None, Field(ge=1, le=100)] = None
    price: Annotated[float | None, Field(ge=0)] = None
    express: bool | None = None
    note: str | None = None


@blueprint.post("/quotes")
@spec.validate(resp=Response("HTTP_200"))
def create_quote(json: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in json}


@blueprint.patch("/quotes/last")
@spec.validate(resp=Response("HTTP_200"))
def change_quote(json: QuoteChange) -> dict[str, str]:
    changed = json.model_dump(exclude_unset=True)
    return {name: repr(value) for name, value in changed.items()}
