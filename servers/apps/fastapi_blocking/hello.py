"""A small JSON answer: nothing here blocks."""

from servers.fastapi_app.hello import router

__all__ = ["router"]
