"""The catalogue of server variants: which servers can race, and what may be set on each."""

from dataclasses import dataclass
from importlib.util import find_spec

from servers.parameters import Parameter


@dataclass(frozen=True, slots=True)
class ServerVariant:
    """One way to serve the scenarios.

    ``app`` is the import string of a function that builds the app (``package.module:function``),
    ``server`` the key of what serves it (``waitress`` or ``uvicorn``).
    A change of any of ``settings`` needs a restart of the server. ``pooled`` tells that the
    handlers run in Starlette's pool of threads. ``scenarios`` are the keys of those that it serves,
    None for all. ``requires`` is the import name of a package that is not always there, ``extra``
    the extra of this project that brings it.
    """

    key: str
    title: str
    subtitle: str
    teaches: str
    server: str
    app: str
    settings: tuple[Parameter, ...]
    pooled: bool = False
    scenarios: tuple[str, ...] | None = None
    requires: str = ""
    extra: str = ""

    def serves(self, scenario: str) -> bool:
        """Whether it has that scenario."""
        return self.scenarios is None or scenario in self.scenarios

    def unavailable(self) -> str:
        """Why it cannot run here, in one sentence that says what to do; empty when it can."""
        if self.requires and find_spec(self.requires) is None:
            add = f"uv run --extra {self.extra} main.py"
            return f"{self.title} needs the package {self.requires}: {add}."
        return ""


_THREADS = Parameter(
    "threads",
    "Threads",
    1,
    512,
    4,
    logarithmic=True,
    hint="waitress answers this many requests at a time; the rest queue. Its default is 4.",
)
_WORKERS = Parameter(
    "workers",
    "Workers",
    1,
    4,
    1,
    hint="uvicorn runs this many processes, each with an event loop of its own.",
)

VARIANTS: tuple[ServerVariant, ...] = (
    ServerVariant(
        "flask",
        "Flask",
        "waitress",
        "One request occupies one thread.",
        "waitress",
        "servers.flask_app:create_app",
        (_THREADS,),
    ),
    ServerVariant(
        "fastapi",
        "FastAPI",
        "uvicorn · async def",
        "One event loop waits for every request at once.",
        "uvicorn",
        "servers.fastapi_app:create_app",
        (_WORKERS,),
    ),
    ServerVariant(
        "fastapi-def",
        "FastAPI def",
        "uvicorn · def in 40 threads",
        "Plain functions run in Starlette's pool of 40 threads.",
        "uvicorn",
        "servers.fastapi_app.sync:create_app",
        (_WORKERS,),
        pooled=True,
    ),
)


def variant(key: str) -> ServerVariant:
    """The variant of that key; raises KeyError."""
    return {each.key: each for each in VARIANTS}[key]
