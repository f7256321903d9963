"""The HTTP clients that can send the requests of a race: one entry for each."""

from typing import TYPE_CHECKING, Literal

import msgspec

from servers.process.packages import Package


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP client.

    ``key`` names it on the command line and in run documents, ``title`` in text, ``hint`` is its
    tooltip. ``warning`` says what it does to the figures, empty where it hardly adds to them.
    ``make`` is the import string of a function that takes the generator's ``ConnectionRegistry``
    and returns a function without arguments; each call of that one returns a ``Sender``
    (``loadgen.generator.senders``). It is imported by the generator alone, at the first plan that
    names the client. ``packages`` are what it imports.
    """

    key: str
    title: str
    hint: str
    warning: str = ""
    make: str
    packages: tuple[Package, ...]


_HTTPX = Package(import_name="httpx")

CLIENTS: tuple[Client, ...] = (
    Client(
        key="faceoff",
        title="Faceoff",
        hint="Faceoff's own client, through httpx's interface: it costs least.",
        make="loadgen.generator.client.transport:own_transports",
        packages=(_HTTPX,),
    ),
    Client(
        key="httpx-shared",
        title="stock httpx, one client",
        hint="One httpx.AsyncClient for all users: see what the client does to a benchmark.",
        warning="sent by stock httpx, one client: this measures the client",
        make="loadgen.generator.client.httpx_client:shared_client",
        packages=(_HTTPX,),
    ),
    Client(
        key="httpx-per-user",
        title="stock httpx, one client per user",
        hint="An httpx.AsyncClient for each user: dear, but no pool to wait for.",
        warning="sent by stock httpx, one client per user: this measures the client",
        make="loadgen.generator.client.httpx_client:separate_clients",
        packages=(_HTTPX,),
    ),
)
DEFAULT_CLIENT = CLIENTS[0].key

if TYPE_CHECKING:
    ClientKey = str
else:
    # Decoding a plan refuses any other key, and the JSON Schema lists them.
    ClientKey = Literal[tuple(each.key for each in CLIENTS)]


def client(key: ClientKey) -> Client:
    """The entry of that key; raises KeyError."""
    return _BY_KEY[key]


_BY_KEY = {each.key: each for each in CLIENTS}
