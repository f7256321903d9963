"""Takes an order: nothing here blocks."""

from servers.fastapi_app.orders import router

__all__ = ["router"]
