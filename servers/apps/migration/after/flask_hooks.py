"""What Flask's before_request and after_request did, in front of both halves."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class FlaskHooks:
    """Refuses retired clients, and adds the version to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_version(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Shop-Version"] = "1"
            await send(message)

        app = self._app
        if Headers(scope=scope).get("X-Client") == "retired":
            app = JSONResponse({"error": "Forbidden"}, 403)
        await app(scope, receive, send_with_version)
