"""A product list as HTML, rendered by Jinja2 on the event loop, as without the trap."""

from servers.apps.fastapi.page import router

__all__ = ["router"]
