"""The steps from Flask to FastAPI: which routes have moved at each, and what may go wrong there.

Stage 0 is Flask alone, stage 1 FastAPI with the whole Flask app mounted; each further stage moves
one route, in the order of ``ROUTES``; at the last one Flask is gone.
"""

from typing import NamedTuple


class Path(NamedTuple):
    """A path in Flask's form, and the methods that a route of it has."""

    rule: str
    methods: tuple[str, ...]


class Route(NamedTuple):
    """What moves in one step: the modules of that name in ``before`` and ``after``."""

    key: str
    title: str
    paths: tuple[Path, ...]


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


ROUTES = (
    Route("read", "Read an item", (Path("/items/<int:item_id>", ("GET",)),)),
    Route("list", "List items", (Path("/items", ("GET",)),)),
    Route("create", "Create an item", (Path("/items", ("POST",)),)),
    Route("page", "The page", (Path("/shop/", ("GET",)),)),
    Route("upload", "Upload a file", (Path("/files", ("POST",)),)),
    Route(
        "session",
        "Log in and out",
        (Path("/login", ("POST",)), Path("/me", ("GET",)), Path("/logout", ("POST",))),
    ),
    Route("stream", "Stream the basket", (Path("/basket", ("GET",)),)),
)
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
        "({...}, 201) and redirect() raise nothing where only the decorator changes: they become "
        "200 with JSON.",
        "Return JSONResponse and RedirectResponse.",
        ("create", "session"),
    ),
)


def moved_routes(stage: int) -> tuple[Route, ...]:
    """The routes that FastAPI answers at that stage."""
    return ROUTES[: max(0, stage - MOUNTED)]


def stage_title(stage: int) -> str:
    """``Flask alone``, ``moved: list items``."""
    if stage == FLASK_ALONE:
        return "Flask alone"
    if stage == MOUNTED:
        return "Flask mounted in FastAPI"
    if stage == FASTAPI_ALONE:
        return "FastAPI alone"
    return f"moved: {ROUTES[stage - MOUNTED - 1].title.lower()}"
