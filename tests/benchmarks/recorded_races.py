"""Races on disk, to be judged again without racing again.

A race is one gzip file of JSON lines: first its plan, then every frame. A file that exists is not
raced again, so that a series of some hours can be interrupted and goes on where it was. Races run
as ``main.py run`` runs them: a ``Race`` whose frames fill a ``Timeline``.
"""

import asyncio
import gzip
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import session_services
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from loadgen.verdict.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RaceToRecord:
    """``name`` is that of its file, without the ending."""

    name: str
    plan: RacePlan


def record_missing(folder: Path, races: Iterable[RaceToRecord]) -> list[Path]:
    """The files of all of these races, in their order; those that do not exist yet are raced."""
    folder.mkdir(parents=True, exist_ok=True)
    races = list(races)
    missing = [each for each in races if not _path(folder, each).exists()]
    if missing:
        asyncio.run(_record(folder, missing))
    return [_path(folder, each) for each in races]


def replay(path: Path) -> tuple[RacePlan, list[Verdict]]:
    """The plan, and every verdict that was shown: those of each second of the race, as the window
    and the terminal show them, and the last one.
    """
    plan, frames = load(path)
    timeline, headline = Timeline(), Headline()
    shown = [headline.verdict]
    for frame in frames:
        timeline.add(frame)
        if headline.follow(timeline, plan) is not shown[-1]:
            shown.append(headline.verdict)
    return plan, [*shown, headline.update(timeline, plan)]


def _path(folder: Path, race: RaceToRecord) -> Path:
    return folder / f"{race.name}.jsonl.gz"


async def _record(folder: Path, races: list[RaceToRecord]) -> None:
    services = session_services()
    began = time.monotonic()
    try:
        for number, race in enumerate(races):
            frames: list[Frame] = []
            await Race(race.plan, frames.append, services=services).run()
            save(_path(folder, race), race.plan, frames)
            left_s = (time.monotonic() - began) / (number + 1) * (len(races) - number - 1)
            print(f"{race.name} raced, {left_s / 60:.0f} min to go", file=sys.stderr, flush=True)
    finally:
        await services.close()


def save(path: Path, plan: RacePlan, frames: list[Frame]) -> None:
    """Write a recording, complete or not at all."""
    lines = [msgspec.json.encode(each) for each in (plan, *frames)]
    unfinished = path.with_suffix(".part")
    with gzip.open(unfinished, "wb") as file:
        file.write(b"\n".join(lines))
    unfinished.replace(path)


def load(path: Path) -> tuple[RacePlan, Iterator[Frame]]:
    """Read a recording."""
    with gzip.open(path, "rb") as file:
        first, *rest = file.read().split(b"\n")
    decode = msgspec.json.Decoder(Frame).decode
    return msgspec.json.decode(first, type=RacePlan), map(decode, rest)
