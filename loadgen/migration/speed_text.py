"""How fast the shop is at each stage, as rows of text: every figure with its 95 % interval."""

from collections.abc import Iterator, Sequence

from loadgen.migration.stage_races import MOST_S, TURN_S, USERS, StageRace, StageSpeed
from loadgen.model.frame import LaneId
from loadgen.model.number_format import NO_VALUE
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.ratio_text import figure

SPEED_HEADERS = ("Server", "Requests/s", "CPU ms", "Memory MiB", "Rate", "CPU", "Compared with")
SPEED_LEGEND = (
    "Each with its 95 % interval: requests a second, CPU of all its processes for one request, "
    "unique memory; rate and CPU as a multiple of what stands in the last column. "
    f"{USERS} users in turns of {TURN_S} s, {MOST_S} s at most, each server on one core."
)


def speed_rows(speeds: Sequence[StageSpeed]) -> Iterator[tuple[str, ...]]:
    """A row for what the first race is compared with, then one for each race."""
    for each in speeds[:1]:
        yield (each.of.base, *_own(each, "a"), NO_VALUE, NO_VALUE, NO_VALUE)
    for each in speeds:
        ratios = (_text(each.rate_ratio), _text(each.cpu_ratio))
        yield (each.of.title, *_own(each, "b"), *ratios, each.of.base)


def speed_failures(speeds: Sequence[StageSpeed]) -> Iterator[str]:
    """Why there are no figures of a race, or not all of them."""
    for each in speeds:
        if each.failure:
            yield f"{each.of.title}: {each.failure}"


def progress_text(number: int, count: int, race: StageRace) -> str:
    """``3 of 12: racing moved: list items against Flask alone``."""
    return f"{number} of {count}: racing {race.title} against {race.base}, {MOST_S} s at most"


def _own(speed: StageSpeed, lane: LaneId) -> tuple[str, str, str]:
    figures = speed.figures[lane]
    return (
        _text(figures.get("throughput_per_second")),
        _text(figures.get("cpu_s_per_request"), 1_000),
        _text(figures.get("memory_mib")),
    )


def _text(value: Ratio | None, factor: float = 1.0) -> str:
    """``1,240 (1,210 to 1,270)``; a dash where there is no interval."""
    if value is None or value.interval is None:
        return NO_VALUE
    low, high = value.interval
    return figure(value.estimate * factor, low * factor, high * factor).with_interval
