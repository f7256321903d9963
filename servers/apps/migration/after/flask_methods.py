"""HEAD, OPTIONS and 405 of paths that have moved, as Flask answers them."""

import re
from collections.abc import Iterable

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servers.catalog.migration_stages import ROUTES, Route


class FlaskMethods:
    """In front of the router: each path that has moved knows all of its methods.

    A method of the path that has not moved goes on to the mounted Flask app.
    """

    def __init__(self, app: ASGIApp, moved: Iterable[Route]) -> None:
        self._app = app
        rules: dict[str, set[str]] = {}
        for each in moved:
            for path in each.paths:
                rules.setdefault(path.rule, set()).update(path.methods)
        self._paths = [(_pattern(rule), own, _all_methods(rule)) for rule, own in rules.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for pattern, own, allowed in self._paths:
                if pattern.fullmatch(scope["path"]):
                    await self._answer(own, allowed, scope, receive, send)
                    return
        await self._app(scope, receive, send)

    async def _answer(
        self, own: set[str], allowed: list[str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        method, allow = scope["method"], {"Allow": ", ".join(allowed)}
        app = self._app
        if method == "OPTIONS":
            app = Response(b"", headers=allow, media_type="text/html")
        elif method not in allowed:
            app = JSONResponse({"error": "Method Not Allowed"}, 405, allow)
        elif method == "HEAD" and "GET" in own:
            scope = {**scope, "method": "GET"}
            send = _without_body(send)
        await app(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


def _pattern(rule: str) -> re.Pattern[str]:
    return re.compile(rule.replace("<int:item_id>", r"\d+"))


def _all_methods(rule: str) -> list[str]:
    methods = {"OPTIONS"}
    for path in (path for each in ROUTES for path in each.paths):
        if path.rule == rule:
            methods.update(path.methods)
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
