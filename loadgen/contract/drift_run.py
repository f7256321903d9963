"""Make it drift: each application before and after a change of its code, and who noticed it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import httpx

from loadgen.contract.answer_conformance import Nonconformance, check_conformance
from loadgen.contract.answer_differences import AnswerDifference, answer_differences
from loadgen.contract.bodies import JSON
from loadgen.contract.document_changes import DocumentChange, document_changes
from loadgen.contract.document_validity import why_invalid
from loadgen.contract.exchange import ANSWER_WITHIN_S, AT_ONCE, fetch_document, request_again
from loadgen.contract.openapi_document import DocumentError
from loadgen.contract.probes import Probe, ProbeAnswer
from loadgen.generator.client.transport import LoadTransport
from servers.catalog.app_modules import ITEMS
from servers.catalog.contract_applications import Operation
from servers.catalog.drifts import Drift, DriftError, drifted_source
from servers.catalog.server_variant import ServerVariant
from servers.launcher import RunningServer, start_server
from servers.process.reporting_child import LaunchError

Noticed = Literal["start", "request", "document", "never"]
"""Where an application itself noticed a change of its code: the first of these."""

_LIST, _CREATE = Operation("GET", "/items"), Operation("POST", "/items")
_READ = Operation("GET", "/items/{number}")


def _listed(title: str, name: str, value: str) -> Probe:
    return Probe(title, _LIST, f"/items?{name}={value}", parameters={("query", name): value})


def _read(number: int) -> Probe:
    text = f"{number}"
    return Probe(f"item {text}", _READ, f"/items/{text}", parameters={("path", "number"): text})


PROBES: tuple[Probe, ...] = (
    Probe("all items", _LIST, "/items"),
    _listed("the books", "kind", "book"),
    _listed("two items", "limit", "2"),
    _listed("a limit that is no number", "limit", "none"),
    _read(1),
    _read(99),
    Probe(
        "a new item", _CREATE, "/items", b'{"name": "Dune", "kind": "book", "price": 12.0}', JSON
    ),
    Probe(
        "an item that is there",
        _CREATE,
        "/items",
        b'{"name":"Emma","kind":"book","price":9.5}',
        JSON,
    ),
    Probe("an item without a name", _CREATE, "/items", b'{"kind": "book", "price": 12.0}', JSON),
)


@dataclass(frozen=True, slots=True)
class Observation:
    """A server before or after a change: its answers, twice, and its document.

    ``failure`` is why it did not start.
    """

    answers: tuple[ProbeAnswer, ...] = ()
    again: tuple[ProbeAnswer, ...] = ()
    document: bytes = b""
    failure: str = ""
    last_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftOutcome:
    """What came of one change of one application.

    ``refused`` are the probes that it had answered and refuses now, by a status that says that
    the request or the server is at fault. ``changes``, ``nonconformances`` and ``differences`` are
    what the three detectors find; nonconformances that were there before are left out. ``invalid``
    is why the document is no longer valid, empty where it is as before. ``failure`` is why nothing
    is known.
    """

    variant: ServerVariant
    drift: Drift
    diff: str = ""
    failure: str = ""
    start_problem: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    changes: tuple[DocumentChange, ...] = ()
    nonconformances: tuple[Nonconformance, ...] = ()
    differences: tuple[AnswerDifference, ...] = ()
    invalid: str = ""

    @property
    def noticed(self) -> Noticed:
        """Where the application itself noticed it first."""
        if self.start_problem:
            return "start"
        if self.refused:
            return "request"
        return "document" if self.changes else "never"


async def run_drifts(
    variants: Sequence[ServerVariant],
    drifts: Sequence[Drift],
    on_done: Callable[[DriftOutcome], None] = lambda outcome: None,
) -> list[DriftOutcome]:
    """An outcome for each application and change, in their order; four servers run at a time."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def run_application(variant: ServerVariant) -> list[DriftOutcome]:
        if reason := variant.unavailable() or _why_unchangeable(variant, drifts):
            return [DriftOutcome(variant, each, failure=reason) for each in drifts]
        async with slots:
            before = await observe(variant, "")
        found = []
        for each in drifts:
            async with slots:
                after = await observe(variant, each.key)
            outcome = judge_drift(variant, each, before, after)
            on_done(outcome)
            found.append(outcome)
        return found

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run_application(each)) for each in variants]
    return [outcome for task in tasks for outcome in task.result()]


def _why_unchangeable(variant: ServerVariant, drifts: Sequence[Drift]) -> str:
    """Why its code cannot be changed so; empty where it can."""
    try:
        for each in drifts:
            drifted_source(variant, each.key)
    except DriftError as error:
        return str(error)
    return ""


async def observe(variant: ServerVariant, drift: str) -> Observation:
    """Start its server with that change, "" for none, ask it everything twice, and stop it."""
    try:
        server = await start_server(variant.key, {}, modules=(ITEMS,), drift=drift)
    except LaunchError as error:
        return Observation(failure=str(error), last_lines=error.last_lines)
    try:
        return await ask_probes(server, variant)
    finally:
        await server.stop()


async def ask_probes(server: RunningServer, variant: ServerVariant) -> Observation:
    """What a server of that variant answers, twice, and its document."""
    started = server.last_lines
    transport = LoadTransport(timeout_s=ANSWER_WITHIN_S)
    async with httpx.AsyncClient(transport=transport, base_url=server.url) as client:
        answers = [await _send(client, each) for each in PROBES]
        again = [await _send(client, each) for each in PROBES]
        document, _ = await fetch_document(client, variant.validation.document)
    return Observation(tuple(answers), tuple(again), document, last_lines=started)


async def _send(client: httpx.AsyncClient, probe: Probe) -> ProbeAnswer:
    headers = {"content-type": probe.content_type} if probe.content_type else {}
    try:
        response = await request_again(
            client, probe.operation.method, probe.target, probe.content, headers
        )
    except httpx.TransportError as error:
        return ProbeAnswer(None, "", f"{type(error).__name__}: {error}")
    return ProbeAnswer(
        response.status_code, response.headers.get("content-type", ""), response.text
    )


def judge_drift(
    variant: ServerVariant, drift: Drift, before: Observation, after: Observation
) -> DriftOutcome:
    """What the application noticed, and what the detectors find."""
    diff = drifted_source(variant, drift.key).diff
    if before.failure:
        return DriftOutcome(variant, drift, diff, failure=before.failure)
    if after.failure:
        problem = (after.failure, *after.last_lines)
        return DriftOutcome(variant, drift, diff, start_problem=problem)
    known = set(conformance_of(before))
    pairs = zip(PROBES, before.answers, after.answers, strict=True)
    return DriftOutcome(
        variant,
        drift,
        diff,
        start_problem=tuple(each for each in after.last_lines if each not in before.last_lines),
        refused=tuple(
            f"{probe.title}: {now.status}" for probe, was, now in pairs if _is_refused(was, now)
        ),
        changes=_changes(before.document, after.document),
        nonconformances=tuple(each for each in conformance_of(after) if each not in known),
        differences=tuple(
            answer_differences(PROBES, (before.answers, before.again), (after.answers, after.again))
        ),
        invalid=_became_invalid(before.document, after.document),
    )


def _is_refused(was: ProbeAnswer, now: ProbeAnswer) -> bool:
    if was.status is None or was.status >= 300:
        return False
    return now.status is None or now.status in (400, 415, 422) or now.status >= 500


def _changes(before: bytes, after: bytes) -> tuple[DocumentChange, ...]:
    try:
        return tuple(document_changes(before, after)) if before and after else ()
    except DocumentError:
        return ()


def _became_invalid(before: bytes, after: bytes) -> str:
    """Empty where it was invalid before, or nothing is known; a validation takes 0.1 s."""
    if not before or not after or before == after or why_invalid(before) != "":
        return ""
    return why_invalid(after) or ""


def conformance_of(observed: Observation) -> list[Nonconformance]:
    """In what its answers are not as its document says; nothing where it serves none."""
    if not observed.document:
        return []
    try:
        return check_conformance(observed.document, PROBES, observed.answers)
    except DocumentError:
        return []
