"""A long list becomes JSON: on the event loop, as without the trap."""

from servers.apps.fastapi.catalogue import router

__all__ = ["router"]
