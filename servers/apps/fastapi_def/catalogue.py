"""A long list becomes JSON: checked in a thread of the pool, written on the event loop."""

from fastapi import APIRouter

from servers.apps.fastapi.catalogue import Items, Product
from servers.apps.workload.products import products

router = APIRouter()


@router.get("/catalogue")
def catalogue(items: Items = 100) -> list[Product]:
    return [Product.model_validate(each) for each in products(items)]
