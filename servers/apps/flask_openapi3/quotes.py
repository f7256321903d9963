"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

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


class QuoteChange(BaseModel):
    customer: Annotated[str | None, Field(min_length=1)] = None
    quantity: Annotated[int | None, Field(ge=1, le=100)] = None
    price: Annotated[float | None, Field(ge=0)] = None
    express: bool | None = None
    note: str | None = None


@api.post("/quotes")
def create_quote(body: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in body}


@api.patch("/quotes/last")
def change_quote(body: QuoteChange) -> dict[str, str]:
    changed = body.model_dump(exclude_unset=True)
    return {name: repr(value) for name, value in changed.items()}
