"""The steps from Flask to FastAPI: which routes have moved at each, and what may go wrong there.

Stage 0 is Flask alone, stage 1 FastAPI with the whole Flask app mounted; each further stage moves
one route, in the order of ``ROUTES``; at the last one Flask is gone.
"""

from collections.abc import Collection
from typing import NamedTuple


class Path(NamedTuple):
    """A path in Flask's form, and the methods that a route of it has."""

    rule: str
    methods: tuple[str, ...]


class Route(NamedTuple):
    """What moves in one step: the modules of that name in ``before`` and ``after``.

    ``share_percent`` is its part of the shop's traffic.
    """

    key: str
    title: str
    paths: tuple[Path, ...]
    share_percent: int


class Trap(NamedTuple):
    """What a move breaks where nobody takes care.

    ``routes`` are those whose handler in ``hasty`` has the fault; none where the fault lies in how
    the app is put together. ``breaks`` and ``mend`` are sentences.
    """

    key: str
    title: str
    breaks: str
    mend: str
    routes: tuple[str, ...] = ()

    def module(self, route: str) -> str:
        """The module in ``hasty`` with the handler of that route that has the fault."""
        return f"hasty.{self.key}_{route}"


ROUTES = (
    Route("read", "Read an item", (Path("/items/<int:item_id>", ("GET",)),), 40),
    Route("list", "List items", (Path("/items", ("GET",)),), 20),
    Route("create", "Create an item", (Path("/items", ("POST",)),), 10),
    Route("page", "The page", (Path("/shop/", ("GET",)),), 10),
    Route("upload", "Upload a file", (Path("/files", ("POST",)),), 5),
    Route(
        "session",
        "Log in and out",
        (Path("/login", ("POST",)), Path("/me", ("GET",)), Path("/logout", ("POST",))),
        10,
    ),
    Route("stream", "Stream the basket", (Path("/basket", ("GET",)),), 5),
)
APP_HEADER, NEW_APP = "x-shop-app", "new"
"""The mark of a request that a front sends to the new app, as a cookie marks a customer."""
FLASK_ALONE, MOUNTED = 0, 1
FASTAPI_ALONE = MOUNTED + len(ROUTES) + 1

TRAPS = (
    Trap(
        "chunked",
        "Chunked bodies",
        "a2wsgi does not tell Flask where a chunked body ends, so Flask reads none of it.",
        "Set wsgi.input_terminated in the environment of each request.",
    ),
    Trap(
        "methods",
        "HEAD, OPTIONS and 405",
        "FastAPI does not answer HEAD and OPTIONS of a GET route, and what it does not answer goes "
        "on to the mounted Flask app, which has no such path any more.",
        "Answer them before the router, from the table of all methods of the path.",
    ),
    Trap(
        "slashes",
        "Slash redirects",
        "A mount at “/” takes what FastAPI would redirect, and FastAPI alone redirects by 307 in "
        "both directions, where Flask adds a slash by 308.",
        "Switch FastAPI's redirects off and declare Flask's.",
    ),
    Trap(
        "hooks",
        "Hooks of requests",
        "before_request and after_request do not run for a route that has moved.",
        "Do the same in a middleware in front of both.",
    ),
    Trap(
        "cookies",
        "The session's cookie",
        "Starlette's SessionMiddleware cannot read Flask's cookie, nor Flask Starlette's: everybody"
        " is logged out, and what has not moved does not know who has logged in since.",
        "Read and write Flask's cookie with itsdangerous, salt and digest as Flask has them.",
    ),
    Trap(
        "errors",
        "Errors",
        "FastAPI answers 422 with its own list of errors, and “detail” in place of “error”.",
        "Handle HTTPException and RequestValidationError as Flask's error handler does.",
    ),
    Trap(
        "converters",
        "Numbers in a path",
        "{item_id} with item_id: int is not <int:item_id>: “-1” and “1.0” are numbers, and what is "
        "none is 422.",
        "Write {item_id:int}, which matches what Flask matches.",
        ("read",),
    ),
    Trap(
        "queries",
        "Queries",
        "Of repeated values Flask takes the first and FastAPI the last; for nonsense Flask takes "
        "the default, and FastAPI refuses it.",
        "Read the query as Flask does, until its clients have changed.",
        ("list",),
    ),
    Trap(
        "returns",
        "What a view returns",
        "({...}, 201), redirect() and Response(..., 410) raise nothing where only the decorator "
        "changes: they become 200 with JSON.",
        "Return JSONResponse, RedirectResponse and PlainTextResponse.",
        ("create", "session", "page"),
    ),
    Trap(
        "context",
        "Flask's contexts",
        "request, session, g, jsonify and url_for work within Flask's contexts only: a view moved "
        "by its decorator alone is answered by 500.",
        "Declare what the view reads: parameters, UploadFile, Request.",
        ("list", "upload", "stream"),
    ),
    Trap(
        "redirects",
        "307 and bodies",
        "A router's prefix and “/” make a path with a slash at its end: the old path is answered "
        "by 307, and a client that streams its body cannot send it a second time.",
        "Declare the path without the slash.",
        ("upload",),
    ),
    Trap(
        "root_path",
        "root_path behind a proxy",
        "With the app's root_path behind a proxy that cuts the prefix off, the mounted half puts "
        "the prefix before its redirects, and the routes that have moved do not.",
        "Give the prefix to the server (uvicorn --root-path), which puts it before the path again.",
    ),
    Trap(
        "variables",
        "Context variables",
        "A mounted view sees what a middleware has set, but what it sets itself stays in its "
        "thread: the middleware reads the old value.",
        "Let Flask's own hook read it while there are views in Flask.",
    ),
    Trap(
        "pool",
        "Forty threads",
        "A view that stays a plain function waits in one of Starlette's forty threads; the answers "
        "are the same, a race with more users shows it.",
        "Write async def, and await what the view waits for.",
        ("list",),
    ),
)


def moved_routes(stage: int) -> tuple[Route, ...]:
    """The routes that FastAPI answers at that stage."""
    return ROUTES[: max(0, stage - MOUNTED)]


def route_module(route: str, open_traps: Collection[str]) -> str:
    """The module of a route that has moved: that of the first of these traps that has the route."""
    for each in TRAPS:
        if each.key in open_traps and route in each.routes:
            return each.module(route)
    return f"after.{route}"


def moved_percent(stage: int) -> int:
    """The part of the shop's traffic that FastAPI answers itself at that stage."""
    return sum(each.share_percent for each in moved_routes(stage))


def stage_title(stage: int) -> str:
    """``Flask alone``, ``moved: list items``."""
    if stage == FLASK_ALONE:
        return "Flask alone"
    if stage == MOUNTED:
        return "Flask mounted in FastAPI"
    if stage == FASTAPI_ALONE:
        return "FastAPI alone"
    return f"moved: {ROUTES[stage - MOUNTED - 1].title.lower()}"
