"""The upstream API, through aiohttp: one session for all requests of an event loop.

aiohttp ignores proxies of the environment by itself. A call is measured from the request to the
answer's head, as with httpx, and that includes the wait for a connection.
"""

from types import SimpleNamespace

import aiohttp

from servers.clients import connection_settings
from servers.telemetry.backend_usage import call_stats


def session() -> aiohttp.ClientSession:
    """Made in the event loop that it is for; it connects when it is asked for something."""
    return aiohttp.ClientSession(
        connection_settings.upstream_url(),
        connector=aiohttp.TCPConnector(limit=connection_settings.upstream_pool()),
        trace_configs=[_trace()],
    )


def _trace() -> aiohttp.TraceConfig:
    """Reports each call to this process's watch: a subclass of a session is discouraged."""
    watch = call_stats(
        "upstream", connection_settings.upstream_pool(), connection_settings.client_words("aiohttp")
    )

    async def start(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
        context.call = watch.call()
        context.call.__enter__()

    async def end(
        _: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        context.call.failed = params.response.status >= connection_settings.FAILED_STATUS
        context.call.__exit__(None, None, None)

    async def fail(
        _: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        context.call.__exit__(type(params.exception), params.exception, None)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(start)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    return trace
