"""A long list becomes JSON: each item is checked against the response model, and documented."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from servers.apps.workload.products import products

router = APIRouter()

Items = Annotated[int, Query(ge=1, le=10_000)]


class Price(BaseModel):
    amount_cents: int
    currency: str


class Supplier(BaseModel):
    name: str
    country: str


class Product(BaseModel):
    id: int
    sku: str
    name: str
    description: str | None
    price: Price
    list_price: Price | None
    supplier: Supplier
    tags: list[str]
    stock: int
    released_on: date
    discontinued_on: date | None


@router.get("/catalogue")
async def catalogue(items: Items = 100) -> list[Product]:
    return [Product.model_validate(each) for each in products(items)]
