"""The defaults in the fairness table are those of the installed packages.

Those that a server does not read from its package are compared with it here, so that a new release
that changes one fails a test, and does not make the table false.
"""

import asyncio
import inspect
import logging
import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import a2wsgi
import psycopg_pool
import pytest
import redis
import redis.asyncio
import uvicorn
import waitress
from anyio.to_thread import current_default_thread_limiter
from waitress.adjustments import Adjustments

from servers.catalog.parameter import Parameter
from servers.catalog.variants import variant
from servers.hosts.uvicorn_server import own_defaults
from servers.launcher import RunningServer

Running = dict[str, RunningServer]


def default(callable_: Callable[..., Any], name: str) -> Any:
    return inspect.signature(callable_).parameters[name].default


def told(running: Running, key: str) -> dict[str, str]:
    """The defaults that a server announced, by the keys of the rows."""
    if reason := variant(key).unavailable():
        pytest.skip(reason)
    return {each.key: each.default for each in running[key].ready.settings}


def setting(key: str, name: str) -> Parameter:
    return next(each for each in variant(key).settings if each.key == name)


async def accepted_nodelay(listener: socket.socket) -> bool:
    """Whether asyncio leaves a connection that it accepts there with TCP_NODELAY."""
    found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    class Look(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connection = transport.get_extra_info("socket")
            found.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            assert isinstance(transport, asyncio.Transport)
            transport.abort()

    server = await asyncio.get_running_loop().create_server(Look, sock=listener)
    try:
        _, writer = await asyncio.open_connection(*listener.getsockname()[:2])
        try:
            return await found
        finally:
            writer.close()
            await asyncio.wait_for(_closed(writer), 5)
    finally:
        server.close()
        await server.wait_closed()


async def _closed(writer: asyncio.StreamWriter) -> None:
    try:
        await writer.wait_closed()
    except OSError:
        return


def test_waitress(running: Running) -> None:
    rows = told(running, "flask")
    assert rows["threads"] == f"{Adjustments.threads}"
    assert setting("flask", "threads").default == Adjustments.threads
    assert rows["connection_limit"] == f"{Adjustments.connection_limit:,}"
    assert rows["backlog"] == f"{Adjustments.backlog:,}"
    assert rows["keep_alive"] == f"{Adjustments.channel_timeout} s"
    usual = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    assert rows["nodelay"] == ("on" if usual in Adjustments.socket_options else "off")
    assert not Adjustments.asyncore_use_poll
    assert rows["event_loop"] == "waitress, select()"
    # It writes no line for a request.
    loggers = [name for name in vars(waitress) if "access" in name.lower()]
    assert (rows["access_log"], loggers) == ("off", [])


def test_uvicorn(running: Running) -> None:
    rows = told(running, "fastapi")
    assert rows["workers"] == f"{default(uvicorn.Config, 'workers') or 1}"
    assert default(uvicorn.Config, "limit_concurrency") is None
    assert rows["connection_limit"] == "none"
    assert rows["backlog"] == f"{default(uvicorn.Config, 'backlog'):,}"
    assert rows["keep_alive"] == f"{default(uvicorn.Config, 'timeout_keep_alive')} s"
    assert rows["access_log"] == ("on" if default(uvicorn.Config, "access_log") else "off")
    config = uvicorn.Config("tests.servers.hosts.test_library_defaults:no_app")
    config.load()
    assert rows["parser"] in config.http_protocol_class.__module__
    factory = config.get_loop_factory()
    assert factory is not None
    assert rows["event_loop"] in factory.__module__


async def no_app(scope: Any, receive: Any, send: Any) -> None:
    raise NotImplementedError


@pytest.mark.parametrize("workers", [1, 2])
def test_nodelay_of_uvicorn_on_asyncio(workers: int) -> None:
    config = uvicorn.Config(no_app, port=0, workers=workers, log_level="critical")

    async def look() -> bool:
        if workers > 1:
            return await accepted_nodelay(config.bind_socket())
        # As uvicorn's server does with one process: asyncio binds.
        server = await asyncio.get_running_loop().create_server(
            asyncio.Protocol, config.host, config.port
        )
        try:
            return server.sockets[0].proto == socket.IPPROTO_TCP
        finally:
            server.close()
            await server.wait_closed()

    assert asyncio.run(look()) == own_defaults("asyncio", workers).nodelay
    assert own_defaults("uvloop", workers).nodelay


def test_starlettes_pool_of_threads(running: Running) -> None:
    async def tokens() -> float:
        return current_default_thread_limiter().total_tokens

    assert told(running, "fastapi-def")["threads"] == f"{asyncio.run(tokens()):.0f}"


def test_a2wsgi(running: Running) -> None:
    workers = default(a2wsgi.WSGIMiddleware, "workers")
    assert told(running, "fastapi-mounted")["threads"] == f"{workers}"
    assert setting("fastapi-mounted", "threads").default == workers


@pytest.mark.parametrize("key", ["flask-gunicorn", "fastapi-gunicorn"])
def test_gunicorn(key: str, running: Running) -> None:
    rows = told(running, key)
    from gunicorn.config import Config
    from gunicorn.sock import TCPSocket

    usual = Config()
    assert rows["workers"] == f"{usual.workers}"
    assert rows["worker_class"] == usual.worker_class_str
    assert rows["backlog"] == f"{usual.backlog:,}"
    assert rows["keep_alive"] == f"{usual.keepalive} s"
    # uvicorn-worker hands gunicorn's log of accesses to uvicorn, and there is none.
    assert rows["access_log"] == ("on" if usual.accesslog else "off")
    listener = TCPSocket(("127.0.0.1", 0), usual, logging.getLogger("gunicorn"))
    on = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    listener.close()
    assert rows["nodelay"] == ("on" if on else "off")
    if key == "flask-gunicorn":
        assert rows["threads"] == f"{usual.threads}"
        assert rows["connection_limit"] == f"{usual.worker_connections:,} each"


def test_the_parser_of_gunicorn_is_the_one_that_parses(running: Running) -> None:
    rows = told(running, "flask-gunicorn")
    from gunicorn.config import Config
    from gunicorn.http import message

    in_c = message._check_fast_parser(Config())
    assert rows["parser"] == ("gunicorn_h1c (C)" if in_c else "gunicorn (Python)")


def test_the_parser_is_named_where_gunicorn_h1c_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if reason := variant("flask-gunicorn").unavailable():
        pytest.skip(reason)
    from gunicorn.http import message

    from servers.hosts import gunicorn_flask

    installed = SimpleNamespace(LimitRequestLine=Exception, LimitRequestHeaders=Exception)
    monkeypatch.setattr(message, "_fast_parser_available", True)
    for module, in_c in ((installed, True), (SimpleNamespace(), False)):
        monkeypatch.setattr(message, "_fast_parser_module", module)
        assert gunicorn_flask.parses_in_c() is in_c


def test_gevent(running: Running) -> None:
    rows = told(running, "flask-gevent")
    from gevent.pywsgi import WSGIServer

    assert rows["backlog"] == f"{WSGIServer.backlog:,}"
    assert default(WSGIServer.__init__, "log") == "default"  # a line on stderr for each request
    assert rows["access_log"] == "on"
    assert default(WSGIServer.__init__, "spawn") == "default"  # no pool, so no limit
    assert rows["connection_limit"] == "none"
    listener = WSGIServer.get_listener(("127.0.0.1", 0), family=socket.AF_INET)
    on = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    listener.close()
    assert rows["nodelay"] == ("on" if on else "off")


@pytest.mark.parametrize("key", ["flask", "fastapi"])
def test_pools_of_database_and_cache(key: str, running: Running) -> None:
    rows = told(running, key)
    for pool in (psycopg_pool.ConnectionPool, psycopg_pool.AsyncConnectionPool):
        assert rows["database_pool"] == f"{default(pool, 'min_size')}"
        assert default(pool, "max_size") is None  # as many as ``min_size``
        assert rows["database_wait"] == f"{default(pool, 'timeout'):.0f} s"
    for made in (redis.ConnectionPool(), redis.asyncio.ConnectionPool()):
        assert rows["cache_pool"] == f"{made.max_connections}"
    for client in (redis.Redis, redis.asyncio.Redis):
        assert rows["cache_retries"] == f"{default(client, 'retry').get_retries()}"
