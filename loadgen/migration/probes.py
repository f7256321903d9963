"""The requests by which stages are compared: for each route what it is for, and its edges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Login = Literal["", "here", "before"]
"""Who has logged in: nobody; the client, at this stage; the client, while Flask was alone."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOGIN = b"name=Ada"
_JSON = {"Content-Type": "application/json"}
_BOUNDARY = "faceoff"
_MULTIPART = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
_LAMP = b'{"name": "Lamp", "price_cents": 4900}'
ANY = ""
"""The route of a probe that concerns all of them."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One request. ``route`` is the key of its route; a ``chunked`` body has no length.

    A client that ``follows`` a redirect sends the body again, if it can.
    """

    route: str
    method: str
    path: str
    note: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    chunked: bool = False
    follows: bool = False
    login: Login = ""

    @property
    def title(self) -> str:
        """``POST /items, chunked``; no two probes have the same."""
        return f"{self.method} {self.path}{', ' if self.note else ''}{self.note}"


def _file(name: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name}"; filename="a.txt"'
    head = f"--{_BOUNDARY}\r\n{disposition}\r\nContent-Type: text/plain\r\n\r\n"
    return f"{head}some text\r\n--{_BOUNDARY}--\r\n".encode()


def _edges(route: str, path: str, wrong_method: str) -> tuple[Probe, ...]:
    methods = ("HEAD", "OPTIONS", wrong_method)
    return tuple(Probe(route, each, path) for each in methods)


PROBES = (
    Probe("read", "GET", "/items/1"),
    Probe("read", "GET", "/items/99", "unknown"),
    *(Probe("read", "GET", f"/items/{each}") for each in ("abc", "-1", "1.0", "007", "1/")),
    Probe("read", "GET", "/items/1", "a retired client", {"X-Client": "retired"}),
    *_edges("read", "/items/1", "DELETE"),
    Probe("list", "GET", "/items"),
    Probe("list", "GET", "/items?limit=2"),
    Probe("list", "GET", "/items?limit=1&limit=2"),
    Probe("list", "GET", "/items?limit=abc"),
    Probe("list", "GET", "/items?limit="),
    *_edges("list", "/items", "PUT"),
    Probe("create", "POST", "/items", "", _JSON, _LAMP),
    Probe("create", "POST", "/items", "chunked", _JSON, _LAMP, chunked=True),
    Probe("create", "POST", "/items", "no name", _JSON, b'{"price_cents": 4900}'),
    Probe("create", "POST", "/items", "broken JSON", _JSON, b'{"name": '),
    Probe("create", "POST", "/items", "a list", _JSON, b"[]"),
    Probe("create", "POST", "/items", "as text", {"Content-Type": "text/plain"}, _LAMP),
    Probe("page", "GET", "/shop/"),
    Probe("page", "GET", "/shop", "no slash"),
    Probe("page", "GET", "/shop/?season=winter"),
    *_edges("page", "/shop/", "POST"),
    Probe("upload", "POST", "/files", "", _MULTIPART, _file("file")),
    Probe("upload", "POST", "/files", "chunked", _MULTIPART, _file("file"), chunked=True),
    Probe(
        "upload",
        "POST",
        "/files",
        "sent once",
        _MULTIPART,
        _file("file"),
        chunked=True,
        follows=True,
    ),
    Probe("upload", "POST", "/files", "no file", _MULTIPART, _file("other")),
    Probe("upload", "OPTIONS", "/files"),
    Probe("upload", "GET", "/files"),
    Probe("session", "POST", "/login", "", FORM, LOGIN),
    Probe("session", "POST", "/login", "no name", FORM, b"other=1"),
    Probe("session", "GET", "/me", "nobody"),
    Probe("session", "GET", "/me", "logged in", login="here"),
    Probe("session", "GET", "/me", "logged in before", login="before"),
    Probe("session", "POST", "/logout", "logged in", login="here"),
    Probe("session", "POST", "/me", "wrong method"),
    Probe("stream", "GET", "/basket", "nobody"),
    Probe("stream", "GET", "/basket", "logged in", login="here"),
    Probe("stream", "GET", "/basket", "logged in before", login="before"),
    *_edges("stream", "/basket", "POST"),
    Probe(ANY, "GET", "/nothing", "no such path"),
)
