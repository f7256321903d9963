"""Takes a quote, a field of each kind, and answers what the handler got, in Python's form."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from servers.apps.fastapi.orders import REFUSALS

router = APIRouter()


class NewQuote(BaseModel):
    customer: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    price: Annotated[float, Field(ge=0)]
    express: bool
    note: str | None = None


@router.post("/quotes", responses=REFUSALS)
async def create_quote(quote: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in quote}
