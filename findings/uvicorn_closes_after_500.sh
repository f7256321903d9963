#!/usr/bin/env bash
# uvicorn 0.54.0: after a 500 the connection is closed, and the answer does not say so.
#
# Seen 27 November 2026 on Linux, CPython 3.11.7, Starlette 1.10.0 and FastAPI 0.165.0, with httptools and
# with h11: a handler raises an exception. Expected: the answer has "connection: close" when the
# connection is to be closed (RFC 9112, 9.6), or the connection stays. Found: a 500 of HTTP/1.1 with its
# content-length, without that header; the connection is then closed. Starlette's ServerErrorMiddleware
# sends the answer and raises the exception again; uvicorn closes the transport of an application that
# raised. A client that sends its next request over the connection at once loses it: httpx raises, and
# does not try again. Flask on waitress keeps the connection after a 500.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    fastapi==0.165.0 starlette==1.10.0 uvicorn==0.54.0 httptools==0.9.0 h11==0.16.0 \
    flask==3.1.3 waitress==3.0.2
cat > "$folder/after_500.py" <<'PYTHON'
import logging
import socket
import threading

import flask
import uvicorn
import waitress
from fastapi import FastAPI

logging.disable()
fastapi_app, flask_app = FastAPI(), flask.Flask(__name__)


@fastapi_app.get("/")
def fail():
    raise ValueError("a fault")


flask_app.add_url_rule("/", view_func=lambda: 1 / 0)


def listener():
    return socket.create_server(("127.0.0.1", 0))


def serve_uvicorn(http):
    sock = listener()
    config = uvicorn.Config(fastapi_app, http=http, log_config=None)
    threading.Thread(target=uvicorn.Server(config).run, args=([sock],), daemon=True).start()
    return sock.getsockname()[1]


def serve_waitress():
    sock = listener()
    server = waitress.create_server(flask_app, sockets=[sock])
    threading.Thread(target=server.run, daemon=True).start()
    return sock.getsockname()[1]


def after_500(port):
    """Whether the answer says that the connection is closed, and whether it is."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(65536)
        assert head.startswith(b"HTTP/1.1 500"), head
        says_close = b"connection: close" in head.lower()
        client.settimeout(2)
        try:
            while client.recv(65536):
                pass
            return says_close, True
        except TimeoutError:
            return says_close, False


PORTS = {
    "uvicorn, httptools": serve_uvicorn("httptools"),
    "uvicorn, h11": serve_uvicorn("h11"),
    "waitress": serve_waitress(),
}
found = {name: after_500(port) for name, port in PORTS.items()}
for name, (says_close, is_closed) in found.items():
    print(f"{name}: says that it closes: {says_close}, has closed: {is_closed}")
expected = {
    "uvicorn, httptools": (False, True),
    "uvicorn, h11": (False, True),
    "waitress": (False, False),
}
if found != expected:
    raise SystemExit("This has changed.")
PYTHON
"$folder/venv/bin/python" "$folder/after_500.py"
