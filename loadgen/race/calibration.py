"""What a generator sends at most, measured against a server that costs next to nothing, and kept.

It is measured once for each machine and setting. A race does not wait for it: where nothing is kept
yet, ``measure`` is called when no race is on, and the next one has its ceiling.
"""

import asyncio
import contextlib
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import msgspec

from loadgen.files.atomic_write import WriteError
from loadgen.files.json_store import read_json, write_json
from loadgen.files.user_files import stored
from loadgen.model.clients import ClientKey
from loadgen.model.load_options import REQUESTS_PER_CONNECTION, LoadOptions
from loadgen.model.load_parameter import parameters_of
from loadgen.model.load_plan import ClosedModel, LoadPlan
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.generator_process import start_generator as _start_generator
from loadgen.race.protocols import StartGenerator
from servers.process.child_process import Child

SECONDS = 2.0
WARM_UP_S = 0.5

OPEN_USERS = 64
"""The open model has as many in flight as the server makes it; its ceiling is taken with these."""

_READY_S = 10.0
_KEPT_MOST = 200

_VERSION: Literal[1] = 1
"""Of the file's form."""


class CalibrationError(Exception):
    """Nothing could be measured; the message is one sentence."""


class Ceiling(msgspec.Struct, frozen=True, kw_only=True):
    """What one generator process sent at most.

    ``machine`` is its processor, our versions, and how many cores may be used where that is not all
    of them. With ``requests_per_connection``, it opened a connection for each so many; ``options``
    are the other load parameters of generators that were not at their defaults.
    """

    machine: str
    client: ClientKey
    users: int
    per_s: float
    measured_at: datetime
    requests_per_connection: int = 0
    options: dict[str, int] = {}


class _File(msgspec.Struct):
    ceilings: list[Ceiling] = []
    format: Literal["faceoff-calibration"] = "faceoff-calibration"
    version: Literal[1] = _VERSION


class Calibrations:
    """The ceilings that are known on this machine, which is ``environment.machine()``.

    A file that is missing or broken is as good as an empty one: what it held is measured again.
    Without a path they are known for as long as the program runs.
    """

    def __init__(self, path: Path | None, machine: Mapping[str, Any]) -> None:
        self._path = path
        self._machine = _machine_words(machine)
        readable = stored(path)
        self._kept = _read(readable) if readable else []

    def ceiling(self, plan: RacePlan) -> float | None:
        """Requests a second of one generator under this plan; None when that is not known."""
        known = self.known_ceiling(plan)
        return known.per_s if known else None

    def known_ceiling(self, plan: RacePlan) -> Ceiling | None:
        """What is known for this plan."""
        per_connection = plan.requests_per_connection
        key = self._machine, plan.client, users_for(plan), per_connection, _options(plan)
        found = [each for each in self._kept if _key(each) == key]
        return found[-1] if found else None

    def keep(self, plan: RacePlan, per_s: float) -> str:
        """Know it from now on; a sentence where it could not be written down, else ""."""
        new = Ceiling(
            machine=self._machine,
            client=plan.client,
            users=users_for(plan),
            per_s=round(per_s, 1),
            measured_at=datetime.now(UTC),
            requests_per_connection=plan.requests_per_connection,
            options=_options(plan),
        )
        # What another program kept meanwhile stays.
        readable = stored(self._path)
        before = _read(readable) if readable else self._kept
        others = [each for each in before if _key(each) != _key(new)]
        self._kept = [*others[-_KEPT_MOST:], new]
        if self._path is None:
            return ""
        try:
            write_json(self._path, _File(self._kept), _VERSION)
        except WriteError as error:
            return f"The ceiling could not be kept: {str(error).rstrip('.')}."
        return ""


def users_for(plan: RacePlan) -> int:
    """With how many users a plan's ceiling is taken: the next power of two."""
    if not isinstance(plan.model, ClosedModel):
        return OPEN_USERS
    return int(2 ** math.ceil(math.log2(max(1, plan.model.concurrency))))


async def measure(
    plan: RacePlan,
    *,
    start_generator: StartGenerator = _start_generator,
    seconds: float = SECONDS,
) -> float:
    """Requests a second that one generator sends at most with this plan's client and users.

    Takes ``seconds`` of steady sending and about one more; on a machine that is too busy for that,
    three times as long at most. May be cancelled; raises CalibrationError.
    """
    snapshots: list[Snapshot] = []
    enough = asyncio.Event()

    def take(snapshot: Snapshot) -> None:
        snapshots.append(snapshot)
        if sum(each.interval_s for each in _steady(snapshots)) >= seconds:
            enough.set()

    try:
        server = await Child.start("loadgen.generator.null_server")
        try:
            url = f"http://127.0.0.1:{await _port(server)}/"
            generator = await start_generator(take)
            try:
                model = ClosedModel(users_for(plan))
                generator.send(
                    LoadPlan(
                        revision=1,
                        url=url,
                        model=model,
                        **plan.load_options(),
                    )
                )
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(enough.wait(), WARM_UP_S + 3 * seconds)
            finally:
                await generator.stop()
        finally:
            await server.stop()
    except OSError as error:
        raise CalibrationError(f"The generator could not be calibrated: {error}.") from error
    return _rate(snapshots)


async def _port(server: Child) -> int:
    try:
        async with asyncio.timeout(_READY_S):
            async for line in server.lines():
                return int(msgspec.json.decode(line)["port"])
    except (TimeoutError, msgspec.MsgspecError):
        pass
    reason = " ".join(server.last_lines[-1:])
    raise CalibrationError(f"The server to calibrate against did not start. {reason}".strip())


def _steady(snapshots: list[Snapshot]) -> list[Snapshot]:
    """Not the beginning, not the end, and no interval that is void."""
    began = snapshots[0].at + WARM_UP_S
    return [each for each in snapshots if each.at >= began and each.valid and not each.final]


def _rate(snapshots: list[Snapshot]) -> float:
    steady = _steady(snapshots) if snapshots else []
    answered = sum(each.latency.count for each in steady)
    if not answered:
        raise CalibrationError(
            "The generator could not be calibrated: it came to no steady sending. "
            "Try again when the machine is less busy."
        )
    return answered / sum(each.interval_s for each in steady)


def _read(path: Path) -> list[Ceiling]:
    file = read_json(path, _File, _VERSION).value
    return file.ceilings if file else []


def _key(ceiling: Ceiling) -> tuple[str, ClientKey, int, int, dict[str, int]]:
    per_connection = ceiling.requests_per_connection
    return ceiling.machine, ceiling.client, ceiling.users, per_connection, ceiling.options


def _options(plan: RacePlan) -> dict[str, int]:
    return {
        parameter.key: getattr(plan, name)
        for name, parameter, _ in parameters_of(LoadOptions)
        if parameter is not REQUESTS_PER_CONNECTION and getattr(plan, name) != parameter.default
    }


def _machine_words(machine: Mapping[str, Any]) -> str:
    words = [str(machine.get("cpu", "")), f"Python {machine.get('python')}"]
    cores, usable = machine.get("cores"), machine.get("usable_cores")
    if cores and usable and usable < cores:
        words.append(f"{usable:g} of {cores} cores")
    for name in ("uvloop", "winloop"):
        with contextlib.suppress(PackageNotFoundError):
            words.append(f"{name} {version(name)}")
    return ", ".join(filter(None, words))
