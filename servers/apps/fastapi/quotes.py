"""Takes a quote and changes of one; each answer is what the handler got, in Python's form."""

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


class QuoteChange(BaseModel):
    customer: Annotated[str | None, Field(min_length=1)] = None
    quantity: Annotated[int | None, Field(ge=1, le=100)] = None
    price: Annotated[float | None, Field(ge=0)] = None
    express: bool | None = None
    note: str | None = None


@router.post("/quotes", responses=REFUSALS)
async def create_quote(quote: NewQuote) -> dict[str, str]:
    return {name: repr(value) for name, value in quote}


@router.patch("/quotes/last", responses=REFUSALS)
async def change_quote(change: QuoteChange) -> dict[str, str]:
    changed = change.model_dump(exclude_unset=True)
    return {name: repr(value) for name, value in changed.items()}
