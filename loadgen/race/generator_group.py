"""Several generator processes that send as one: the plan is split among them without loss."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from loadgen.model.load_plan import ClosedModel, LoadPlan, Model, OpenModel, connections_of
from loadgen.model.snapshot import Snapshot
from loadgen.race.protocols import Generator, StartGenerator
from servers.catalog.low_discrepancy import golden_fraction
from servers.process.child_process import GRACE_S
from servers.process.exit_outcome import Outcome


def split(model: Model, parts: int) -> tuple[Model, ...]:
    """The shares of so many processes, which sum up to the whole exactly.

    There are fewer where there is not a user, a request in flight, or a connection for each. Where
    connections are counted, each gets as much of the rate as of them.
    """
    if isinstance(model, ClosedModel):
        return tuple(ClosedModel(users) for users in _shares(model.concurrency, parts))
    parts = min(parts, model.max_in_flight, model.connections or parts)
    allowed, connections = _shares(model.max_in_flight, parts), [0] * parts
    rates = [model.rate / parts] * (parts - 1)
    if model.connections:
        connections = _shares(model.connections, parts)
        rates = [model.rate * share / model.connections for share in connections[:-1]]
    # What the division rounds off goes to the last one.
    rates.append(model.rate - sum(rates))
    return tuple(map(OpenModel, rates, allowed, connections))


def _shares(whole: int, parts: int) -> list[int]:
    parts = max(1, min(whole, parts))
    return [whole // parts + (n < whole % parts) for n in range(parts)]


def rotate(ports: tuple[int, ...], used: int) -> tuple[int, ...]:
    """The ports as the next process is to use them: it goes on where so many connections end."""
    start = used % len(ports) if ports else 0
    return ports[start:] + ports[:start]


def first_of(number: int, requests: int) -> int:
    """With which of the requests a process begins: away from the others, however many follow."""
    return int(golden_fraction(number) * requests)


UP_S = 10.0
"""A process that has said nothing for so long will not."""


@dataclass(frozen=True, slots=True)
class _Member:
    generator: Generator
    end: asyncio.Task[Outcome]


class GeneratorGroup:
    """Behaves as one ``Generator``: it ends when the first of its processes does.

    ``on_snapshot`` gets each snapshot with the number of the process that it is of.
    """

    def __init__(self, on_snapshot: Callable[[int, Snapshot], None]) -> None:
        self._on_snapshot = on_snapshot
        self._members: list[_Member] = []
        self._joined = asyncio.Event()
        self._plan: LoadPlan | None = None

    def __len__(self) -> int:
        return len(self._members)

    @property
    def is_told(self) -> bool:
        """Whether they were given a plan: before that, they have nothing to say."""
        return self._plan is not None

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the generators, in the order in which they were started."""
        return tuple(each.generator.pid for each in self._members)

    @property
    def last_heard(self) -> float:
        """Of the one that has been silent for longest."""
        return min(each.generator.last_heard for each in self._members)

    @property
    def last_lines(self) -> tuple[str, ...]:
        """Of the one that has ended, if one has."""
        ended = [each for each in self._members if each.end.done()]
        return (ended or self._members)[0].generator.last_lines

    async def add(self, start: StartGenerator) -> None:
        """One more process; raises OSError.

        While others send, it takes its share when it is up, so that nothing is missing meanwhile.
        """
        number, up = len(self._members), asyncio.Event()

        def take(snapshot: Snapshot) -> None:
            up.set()
            self._on_snapshot(number, snapshot)

        generator = await start(take)
        member = _Member(generator, asyncio.create_task(generator.wait()))
        if self._plan is not None:
            generator.send(replace(self._plan, model=ClosedModel(0), revision=0))
            try:
                await asyncio.wait_for(up.wait(), UP_S)
            except BaseException as error:
                await _end(member)
                if isinstance(error, TimeoutError):
                    raise OSError(f"it said nothing for {UP_S:g} s") from error
                raise
        self._members.append(member)
        self._joined.set()
        if self._plan is not None:
            self.send(self._plan)

    def send(self, plan: LoadPlan) -> None:
        """Replace the plan before. Never waits. Who has no share pauses."""
        self._plan = plan
        shares = split(plan.model, len(self._members))
        ports = plan.ports
        for n, member in enumerate(self._members):
            model = shares[n] if n < len(shares) else ClosedModel(0)
            first = first_of(n, len(plan.requests))
            member.generator.send(replace(plan, model=model, first=first, ports=ports))
            ports = rotate(ports, connections_of(model))

    async def wait(self) -> Outcome:
        """Until the first of them has ended."""
        while True:
            self._joined.clear()
            joined = asyncio.create_task(self._joined.wait())
            ends = [each.end for each in self._members]
            try:
                await asyncio.wait([joined, *ends], return_when=asyncio.FIRST_COMPLETED)
            finally:
                joined.cancel()
            for end in ends:
                if end.done():
                    return end.result()

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Let all of them drain, and report a last time. Cancelled, they are killed at once."""
        stops = [asyncio.create_task(each.generator.stop(grace_s)) for each in self._members]
        ends = [each.end for each in self._members]
        try:
            await asyncio.wait(stops)
        finally:
            for task in (*stops, *ends):
                task.cancel()
            await asyncio.wait([*stops, *ends])
        outcomes = [stop.result() for stop in stops]
        return next((each for each in outcomes if not each.ok), outcomes[0])


async def _end(member: _Member) -> None:
    """One that never joined: it has sent nothing."""
    try:
        await member.generator.stop()
    finally:
        member.end.cancel()
        await asyncio.wait([member.end])
