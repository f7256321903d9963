"""Takes a quote, a field of each kind, and answers what the handler got, in Python's form."""

from typing import Annotated

from flask_openapi3 import APIBlueprint
from pydantic import BaseModel, Field

api = APIBlueprint("quotes", __name__)


class NewQuote(BaseModel):
    customer: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    price: Annotated[float, Field(ge=0)]
    express: bool
    note: str | None = None


@api.post("/quotes")
def create_quote(body: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in body}
