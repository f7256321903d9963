"""Start the shop at a stage, send it all probes twice, and stop it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from loadgen.migration.probes import FORM, LOGIN, PROBES, Probe
from servers.catalog.migration import MIGRATION
from servers.launcher import start_server
from servers.process.reporting_child import LaunchError

AT_ONCE = 4
"""Servers that run at a time."""
ANSWER_WITHIN_S = 10.0
HEADERS = ("x-shop-version", "x-shop-customer")
"""Those that are compared as they are, beside Allow, Location, Set-Cookie and Content-Type."""

# uvicorn closes a connection after an unhandled error, and does not say so before.
_NOT_KEPT = httpx.Limits(max_keepalive_connections=0)
_COOKIE_VALUE = re.compile(r"^([^=]*)=[^;]*")


@dataclass(frozen=True, slots=True)
class Answer:
    """What of an answer is compared, by name: status, headers that matter, cookies, body."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StageAnswers:
    """``first`` and ``again`` are in the order of the probes; none where ``failure`` says why."""

    stage: int
    first: tuple[Answer, ...] = ()
    again: tuple[Answer, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    last_lines: tuple[str, ...] = ()


async def ask_stages(
    stages: Sequence[int],
    open_traps: Collection[str] = (),
    on_done: Callable[[StageAnswers], None] = lambda answers: None,
) -> list[StageAnswers]:
    """The answers of these stages, in their order; the first is asked alone, before the others.

    A client that logs in at the first stage shows its cookie at all of them.
    """
    slots = asyncio.Semaphore(AT_ONCE)
    cookies: dict[str, str] = {}

    async def ask_one(stage: int) -> StageAnswers:
        async with slots:
            answers = await _ask_stage(stage, open_traps, cookies)
        on_done(answers)
        return answers

    first = await ask_one(stages[0])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask_one(each)) for each in stages[1:]]
    return [first, *(task.result() for task in tasks)]


async def _ask_stage(
    stage: int, open_traps: Collection[str], cookies: dict[str, str]
) -> StageAnswers:
    settings = {"stage": stage} | dict.fromkeys(open_traps, 1)
    try:
        server = await start_server(MIGRATION.key, settings)
    except LaunchError as error:
        return StageAnswers(stage, failure=str(error), last_lines=error.last_lines)
    try:
        # One client for all: each would set up TLS of its own.
        async with httpx.AsyncClient(
            base_url=server.url, timeout=ANSWER_WITHIN_S, trust_env=False, limits=_NOT_KEPT
        ) as client:
            if not cookies:
                cookies |= await log_in(client)
            # Twice the same: what differs then is noise.
            first, again = [await ask_probes(client, cookies) for _ in range(2)]
    except httpx.TransportError as error:
        failure = f"Nobody could log in at stage {stage} ({type(error).__name__})."
        return StageAnswers(stage, failure=failure, last_lines=server.last_lines)
    finally:
        await server.stop()
    return StageAnswers(stage, first, again, dict(server.ready.versions), "", server.last_lines)


async def log_in(client: httpx.AsyncClient) -> dict[str, str]:
    """The cookies of a client that has logged in."""
    client.cookies.clear()
    return dict((await client.post("/login", content=LOGIN, headers=FORM)).cookies)


async def ask_probes(client: httpx.AsyncClient, before: Mapping[str, str]) -> tuple[Answer, ...]:
    """The answers to all probes; ``before`` is the cookie of who logged in at the first stage."""
    return tuple([await _ask(client, each, before) for each in PROBES])


async def _ask(client: httpx.AsyncClient, probe: Probe, before: Mapping[str, str]) -> Answer:
    client.cookies.clear()
    try:
        if probe.login == "here":
            await log_in(client)
        elif probe.login == "before":
            client.cookies.update(dict(before))
        content = _pieces(probe.body) if probe.chunked else probe.body or None
        response = await client.request(
            probe.method,
            probe.path,
            content=content,
            headers=dict(probe.headers),
            follow_redirects=probe.follows,
        )
    except (httpx.TransportError, httpx.StreamError) as error:
        return Answer({"answer": f"none ({type(error).__name__})"})
    return Answer(_fields(response))


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 16):
        yield body[start : start + 16]


def _fields(response: httpx.Response) -> dict[str, str]:
    found = {"status": f"{response.status_code}"}
    headers = response.headers
    for name in HEADERS:
        if name in headers:
            found[name] = headers[name]
    if "allow" in headers:
        found["allow"] = ", ".join(sorted(each.strip() for each in headers["allow"].split(",")))
    if cookies := headers.get_list("set-cookie"):
        found["cookie"] = "; ".join(_COOKIE_VALUE.sub(r"\1", each) for each in sorted(cookies))
    if response.has_redirect_location:
        # The place, without the port; what a redirect says beside it, nobody reads.
        found["location"] = urlsplit(headers["location"])._replace(scheme="", netloc="").geturl()
    else:
        found["content-type"] = headers.get("content-type", "none")
        found["body"] = _body(response)
    return found


def _body(response: httpx.Response) -> str:
    """JSON in one form, so that spaces and the order of keys do not matter; else the text."""
    try:
        return json.dumps(response.json(), sort_keys=True, ensure_ascii=False)
    except ValueError:
        return response.text
