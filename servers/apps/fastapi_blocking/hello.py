"""A small JSON answer: nothing here blocks."""

from servers.apps.fastapi.hello import router

__all__ = ["router"]
