"""Computes, on the event loop. Everybody else waits, as they do without the trap."""

from servers.fastapi_app.cpu import router

__all__ = ["router"]
