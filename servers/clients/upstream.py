"""The upstream API, through httpx: one client for all threads, or for all of an event loop.

As many connections are kept alive as there may be. Proxies of the environment are ignored: the
upstream is on this machine. A call is measured from the request to the answer's head, and that
includes the wait for a connection, of which httpx says nothing.
"""

import httpx

from servers.clients import connection_settings
from servers.telemetry.backend_usage import CallStats, call_stats


def client() -> httpx.Client:
    """For all threads; it connects when it is asked for something."""
    return httpx.Client(base_url=connection_settings.upstream_url(), transport=_Transport())


def async_client() -> httpx.AsyncClient:
    """For one event loop; it connects when it is asked for something."""
    return httpx.AsyncClient(
        base_url=connection_settings.upstream_url(), transport=_AsyncTransport()
    )


def _limits() -> httpx.Limits:
    size = connection_settings.upstream_pool()
    return httpx.Limits(max_connections=size, max_keepalive_connections=size)


def _watch() -> CallStats:
    return call_stats(
        "upstream", connection_settings.upstream_pool(), connection_settings.client_words("httpx")
    )


class _Transport(httpx.HTTPTransport):
    def __init__(self) -> None:
        super().__init__(limits=_limits(), trust_env=False)
        self._watch = _watch()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._watch.call() as call:
            response = super().handle_request(request)
            call.failed = response.status_code >= connection_settings.FAILED_STATUS
            return response


class _AsyncTransport(httpx.AsyncHTTPTransport):
    def __init__(self) -> None:
        super().__init__(limits=_limits(), trust_env=False)
        self._watch = _watch()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with self._watch.call() as call:
            response = await super().handle_async_request(request)
            call.failed = response.status_code >= connection_settings.FAILED_STATUS
            return response
