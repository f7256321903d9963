"""Takes an order: nothing here blocks."""

from servers.apps.fastapi.orders import router

__all__ = ["router"]
