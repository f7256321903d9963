"""Start each application, send it all bodies, fetch its document, and stop it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import httpx

from loadgen.contract.bodies import Body
from loadgen.generator.client.transport import LoadTransport
from servers.catalog.app_modules import ITEMS, QUOTES
from servers.catalog.handler_source import module_file
from servers.catalog.server_variant import ServerVariant
from servers.launcher import RunningServer, start_server
from servers.process.reporting_child import LaunchError

AT_ONCE = 4
"""Servers that run at a time: all together would not be ready in time."""
ANSWER_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` is None where none came; ``text`` then says why not."""

    status: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """``answers`` are in the order of the bodies; none where ``failure`` says why it did not run.

    ``document`` is the text of its OpenAPI document, empty where it serves none, or where
    ``document_failure`` says why it did not come. ``last_lines`` are the end of the server's
    stderr.
    """

    variant: ServerVariant
    answers: tuple[Answer, ...] = ()
    document: bytes = b""
    document_failure: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    failure: str = ""
    last_lines: tuple[str, ...] = ()


def joined(before: Exchange, after: Exchange) -> Exchange:
    """The later exchange, with the answers of both; one that did not run has none."""
    if before.failure or after.failure:
        return replace(after, failure=after.failure or before.failure, answers=())
    return replace(after, answers=(*before.answers, *after.answers))


async def exchange_bodies(
    variants: Sequence[ServerVariant],
    bodies: Sequence[Body],
    on_done: Callable[[Exchange], None] = lambda exchange: None,
) -> list[Exchange]:
    """One exchange for each variant, in their order; four servers run at a time."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def exchange_one(variant: ServerVariant) -> Exchange:
        async with slots:
            exchange = await _exchange(variant, bodies)
        on_done(exchange)
        return exchange

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(exchange_one(each)) for each in variants]
    return [task.result() for task in tasks]


def contract_modules(variant: ServerVariant) -> tuple[str, ...]:
    """``QUOTES``, and ``ITEMS`` where its application has it."""
    has_items = module_file(f"{variant.package}.{ITEMS}") is not None
    return (QUOTES, ITEMS) if has_items else (QUOTES,)


async def _exchange(variant: ServerVariant, bodies: Sequence[Body]) -> Exchange:
    if reason := variant.unavailable():
        return Exchange(variant, failure=reason)
    try:
        server = await start_server(variant.key, {}, modules=contract_modules(variant))
    except LaunchError as error:
        return Exchange(variant, failure=str(error), last_lines=error.last_lines)
    try:
        return await ask_application(server, variant, bodies)
    finally:
        await server.stop()


async def ask_application(
    server: RunningServer, variant: ServerVariant, bodies: Sequence[Body]
) -> Exchange:
    """Send it the bodies, and fetch its document."""
    transport = LoadTransport(timeout_s=ANSWER_WITHIN_S)
    async with httpx.AsyncClient(transport=transport, base_url=server.url) as client:
        answers = [await _send(client, each) for each in bodies]
        document, failure = await fetch_document(client, variant.validation.document)
    return Exchange(
        variant,
        tuple(answers),
        document,
        failure,
        tuple(server.ready.versions.items()),
        last_lines=server.last_lines,
    )


async def fetch_document(client: httpx.AsyncClient, path: str) -> tuple[bytes, str]:
    """The document, and why it did not come; neither where there is no path."""
    if not path:
        return b"", ""
    try:
        response = await client.get(path)
    except httpx.TransportError as error:
        return b"", f"GET {path} was not answered ({type(error).__name__})."
    if response.status_code != 200:
        return b"", f"GET {path} was answered by {response.status_code}."
    return response.content, ""


async def _send(client: httpx.AsyncClient, body: Body) -> Answer:
    headers = {"content-type": body.content_type} if body.content_type else {}
    try:
        method, path = body.operation
        response = await request_again(client, method, path, body.content, headers)
    except httpx.TransportError as error:
        return Answer(None, f"{type(error).__name__}: {error}")
    return Answer(response.status_code, response.text)


async def request_again(
    client: httpx.AsyncClient, method: str, target: str, content: bytes, headers: dict[str, str]
) -> httpx.Response:
    """The answer, at the second try where the connection was closed; raises TransportError.

    A server closes it after a fault without saying so in the answer: uvicorn does after a 500.
    """
    try:
        return await client.request(method, target, content=content, headers=headers)
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        return await client.request(method, target, content=content, headers=headers)
