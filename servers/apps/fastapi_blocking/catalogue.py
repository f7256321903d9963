"""A long list becomes JSON: on the event loop, as without the trap."""

from servers.fastapi_app.catalogue import router

__all__ = ["router"]
