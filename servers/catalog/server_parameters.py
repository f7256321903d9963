"""What may be tuned about the servers, beside what every one of them has (``common_settings``)."""

from servers.catalog.parameter import Parameter
from servers.process.packages import Package

CLIENT = "client"


def _packages(*names: str) -> tuple[Package, ...]:
    return tuple(Package(import_name=each) for each in names)


_ASYNC, _SYNC = ("httpx", "aiohttp"), ("httpx", "requests", "urllib3")

THREADS = Parameter(
    key="threads",
    title="Threads",
    singular="thread",
    minimum=1,
    maximum=512,
    default=4,
    logarithmic=True,
    hint="waitress answers this many requests at a time; the rest queue. Its default is 4.",
)
WORKERS = Parameter(
    key="workers",
    title="Workers",
    singular="worker",
    minimum=1,
    maximum=4,
    default=1,
    hint="uvicorn runs this many processes, each with an event loop of its own.",
)
POOL = Parameter(
    key="threads",
    title="Threads",
    singular="thread",
    minimum=1,
    maximum=512,
    default=40,
    logarithmic=True,
    hint="Starlette's pool, for each process: so many functions run at a time. Its default is 40.",
)
BRIDGE_THREADS = Parameter(
    key="threads",
    title="Threads",
    singular="thread",
    minimum=1,
    maximum=512,
    default=10,
    logarithmic=True,
    hint="a2wsgi runs the Flask app in this many threads; the rest queue. Its default is 10.",
)
FORKED_THREADS = Parameter(
    key="threads",
    title="Threads each",
    singular="thread each",
    minimum=1,
    maximum=512,
    default=4,
    logarithmic=True,
    hint="Each process answers this many requests at a time. gunicorn's default is 1.",
)
FORKED = Parameter(
    key="workers",
    title="Workers",
    singular="worker",
    minimum=1,
    maximum=8,
    default=2,
    hint="gunicorn runs this many processes, and replaces one that dies. Its default is 1.",
)
ASYNC_CLIENT = Parameter.choice(
    key=CLIENT,
    title="HTTP client",
    choices=_ASYNC,
    packages=_packages(*_ASYNC),
    hint="The library with which the handlers call the API; one client serves all requests.",
    words="{}",
    module="upstream",
)
SYNC_CLIENT = Parameter.choice(
    key=CLIENT,
    title="HTTP client",
    choices=_SYNC,
    packages=_packages(*_SYNC),
    hint="The library with which the handlers call the API; one client serves all requests.",
    words="{}",
    module="upstream",
)
