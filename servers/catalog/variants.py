"""The catalogue of server variants: which servers can race, and what may be set on each."""

from msgspec.structs import replace

from servers.catalog import server_parameters as tunable
from servers.catalog.common_settings import common_settings
from servers.catalog.http_servers import (
    GEVENT,
    GUNICORN,
    GUNICORN_UVICORN,
    MOUNTED,
    UVICORN,
    WAITRESS,
)
from servers.catalog.server_variant import ServerVariant
from servers.catalog.validation import MARSHMALLOW, PYDANTIC
from servers.catalog.validation_variants import VALIDATION_VARIANTS
from servers.process.packages import Package

_VARIANTS: tuple[ServerVariant, ...] = (
    ServerVariant(
        key="flask",
        title="Flask",
        subtitle="waitress",
        teaches="One request occupies one thread.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS, tunable.SYNC_CLIENT),
        validation=MARSHMALLOW,
    ),
    ServerVariant(
        key="fastapi",
        title="FastAPI",
        subtitle="uvicorn · async def",
        teaches="One event loop waits for every request at once.",
        framework="fastapi",
        server=UVICORN,
        settings=(tunable.WORKERS, tunable.ASYNC_CLIENT),
        validation=PYDANTIC,
    ),
    ServerVariant(
        key="fastapi-def",
        title="FastAPI def",
        subtitle="uvicorn · def in a pool",
        teaches="Plain functions queue for a pool of threads, "
        "and their declared answers queue again.",
        framework="fastapi",
        server=UVICORN,
        settings=(tunable.POOL, tunable.WORKERS, tunable.SYNC_CLIENT),
        validation=PYDANTIC,
        pooled=True,
    ),
    ServerVariant(
        key="fastapi-def-once",
        title="FastAPI def once",
        subtitle="uvicorn · def returns a response",
        teaches="A function that returns its response itself queues for the pool only once.",
        framework="fastapi",
        server=UVICORN,
        settings=(tunable.POOL, tunable.WORKERS),
        validation=PYDANTIC,
        pooled=True,
        checks_answers=False,
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    ServerVariant(
        key="fastapi-blocking",
        title="FastAPI blocking",
        subtitle="uvicorn · async def that blocks",
        teaches="One blocking call in async def holds up every other request.",
        framework="fastapi",
        server=UVICORN,
        settings=(tunable.WORKERS, tunable.SYNC_CLIENT),
        validation=PYDANTIC,
    ),
    ServerVariant(
        key="fastapi-mounted",
        title="Flask in FastAPI",
        subtitle="uvicorn · a2wsgi",
        teaches="A Flask app runs in FastAPI, in threads; a route moves with its own methods only.",
        framework="flask",
        server=MOUNTED,
        settings=(tunable.BRIDGE_THREADS, tunable.SYNC_CLIENT),
        validation=MARSHMALLOW,
    ),
    ServerVariant(
        key="fastapi-asyncio",
        title="FastAPI asyncio",
        subtitle="uvicorn · asyncio, h11",
        teaches="Without uvloop and httptools: what the accelerators are worth.",
        framework="fastapi",
        server=UVICORN,
        app_key="fastapi",
        settings=(tunable.WORKERS, tunable.ASYNC_CLIENT),
        validation=PYDANTIC,
        accelerated=False,
    ),
    ServerVariant(
        key="fastapi-gunicorn",
        title="FastAPI gunicorn",
        subtitle="gunicorn · uvicorn workers",
        teaches="Several event loops compute on several cores, "
        "and each process has its own memory.",
        framework="fastapi",
        server=GUNICORN_UVICORN,
        app_key="fastapi",
        settings=(tunable.FORKED, tunable.ASYNC_CLIENT),
        validation=PYDANTIC,
        posix=True,
    ),
    ServerVariant(
        key="flask-gunicorn",
        title="Flask gunicorn",
        subtitle="gunicorn · gthread",
        teaches="Processes times threads answer at a time, and each process has its own memory.",
        framework="flask",
        server=GUNICORN,
        app_key="flask",
        settings=(tunable.FORKED, tunable.FORKED_THREADS, tunable.SYNC_CLIENT),
        validation=MARSHMALLOW,
        posix=True,
    ),
    ServerVariant(
        key="flask-gevent",
        title="Flask gevent",
        subtitle="gevent · greenlets",
        teaches="The same Flask code, patched, waits for thousands of requests in one thread.",
        framework="flask",
        server=GEVENT,
        app_key="flask",
        settings=(tunable.SYNC_CLIENT,),
        validation=MARSHMALLOW,
    ),
    ServerVariant(
        key="flask-async",
        title="Flask async",
        subtitle="waitress · async views",
        teaches="An async view still occupies its thread, "
        "and starts a loop that shares no connections.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=MARSHMALLOW,
        asynchronous=True,
        packages=(Package(import_name="asgiref"),),
        # A pool of connections belongs to one event loop, and here each request has its own.
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    *VALIDATION_VARIANTS,
)

VARIANTS: tuple[ServerVariant, ...] = tuple(
    replace(each, settings=(*each.settings, *common_settings(each.settings))) for each in _VARIANTS
)
"""Each has its own settings, and then those that every server has."""


def variant(key: str) -> ServerVariant:
    """The variant of that key, also one that serves the shop alone; raises KeyError."""
    # Here, because it would count as memory of every server.
    from servers.catalog.migration import SHOP_VARIANTS

    # Asked 26 times for a verdict, of which a dict of all took 0.3 ms.
    for each in (*VARIANTS, *SHOP_VARIANTS):
        if each.key == key:
            return each
    raise KeyError(key)
