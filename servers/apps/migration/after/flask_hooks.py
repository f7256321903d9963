"""What Flask's before_request and after_request did, in front of both halves."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servers.apps.migration.shop import NOBODY, customer


class FlaskHooks:
    """Refuses retired clients, and names the version and the customer in each answer.

    What a mounted app sets in a context variable stays in the context of its thread: the header
    that its own hook made stands, unless ``overwrites``.
    """

    def __init__(self, app: ASGIApp, *, overwrites: bool = False) -> None:
        self._app, self._overwrites = app, overwrites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        customer.set(NOBODY)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Shop-Version"] = "1"
                if self._overwrites:
                    headers["X-Shop-Customer"] = customer.get()
                headers.setdefault("X-Shop-Customer", customer.get())
            await send(message)

        app = self._app
        if Headers(scope=scope).get("X-Client") == "retired":
            app = JSONResponse({"error": "Forbidden"}, 403)
        await app(scope, receive, send_with_headers)
