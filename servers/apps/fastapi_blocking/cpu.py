"""Computes, on the event loop. Everybody else waits, as they do without the trap."""

from servers.apps.fastapi.cpu import router

__all__ = ["router"]
