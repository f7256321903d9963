"""The session in Flask's cookie, so that both halves know who has logged in."""

import hashlib
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servers.apps.migration.shop import COOKIE, SECRET_KEY


class FlaskSession:
    """As Starlette's SessionMiddleware, with the signature of Flask's SecureCookieSessionInterface.

    The cookie is written where a handler changed the session, and deleted where it emptied it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._serializer = URLSafeTimedSerializer(
            SECRET_KEY,
            salt="cookie-session",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        before = self._read(HTTPConnection(scope))
        session = scope["session"] = dict(before)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and session != before:
                headers = MutableHeaders(scope=message)
                headers.append("Set-Cookie", self._cookie(session))
                headers.add_vary_header("Cookie")
            await send(message)

        await self._app(scope, receive, send_with_cookie)

    def _read(self, connection: HTTPConnection) -> dict[str, Any]:
        try:
            found = self._serializer.loads(connection.cookies.get(COOKIE, ""))
        except BadSignature:
            return {}
        return dict(found)

    def _cookie(self, session: dict[str, Any]) -> str:
        if not session:
            gone = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"
            return f"{COOKIE}=; {gone}; HttpOnly; Path=/"
        value = self._serializer.dumps(session)
        return f"{COOKIE}={value!s}; HttpOnly; Path=/"
