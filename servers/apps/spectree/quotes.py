"""Takes a quote, a field of each kind, and answers what the handler got, in Python's form."""

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


@blueprint.post("/quotes")
@spec.validate(resp=Response("HTTP_200"))
def create_quote(json: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in json}
