"""Figures of evidence, as the cards of claims ask for them; None where there is no interval."""

from loadgen.claims.evidence import Evidence, RaceEvidence
from loadgen.claims.finding import Figure, Unit
from loadgen.claims.intervals import difference, product, scaled
from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio


def figure(
    key: str, title: str, value: Ratio | None, unit: Unit, *races: RaceEvidence | None
) -> Figure | None:
    """The figure, with the first of ``races`` as the one that it can be looked up in."""
    if value is None or value.interval is None:
        return None
    return Figure(key, title, value, unit, next((each.race for each in races if each), ""))


def gain(evidence: Evidence, test: str, key: str, title: str) -> Figure | None:
    """How many times as many requests lane b answers as lane a."""
    race = evidence.races.get(test)
    return figure(key, title, race.throughput_ratio if race else None, "times", race)


def work_gain(evidence: Evidence, test: str, key: str, title: str) -> Figure | None:
    """How many times as many requests lane b answers for the same CPU time."""
    race = evidence.races.get(test)
    ratio = race.cpu_ratio if race else None
    return figure(key, title, ratio.inverse() if ratio else None, "times", race)


def at_a_time(
    evidence: Evidence, test: str, lane: LaneId, wait_s: float, key: str, title: str
) -> Figure | None:
    """How many requests are in their handlers at a time, by Little's law.

    Throughput times the wait in the handler: what queues before it does not count.
    """
    race = evidence.races.get(test)
    rate = race.figure(lane, "throughput_per_second") if race else None
    return figure(key, title, scaled(rate, wait_s), "requests", race)


def cores_used(evidence: Evidence, test: str, lane: LaneId, key: str, title: str) -> Figure | None:
    """Throughput times CPU per request: how many cores a server computes on."""
    race = evidence.races.get(test)
    if race is None:
        return None
    rate, cpu_s = (
        race.figure(lane, each) for each in ("throughput_per_second", "cpu_s_per_request")
    )
    return figure(key, title, product(rate, cpu_s), "cores", race)


def memory_mib(race: RaceEvidence | None, lane: LaneId) -> Ratio | None:
    """Of all processes of the server."""
    return race.figure(lane, "memory_mib") if race else None


def memory_of_each(more: Ratio | None, fewer: Ratio | None, count: int) -> Ratio | None:
    """What one of ``count`` additional things costs, in MiB."""
    return scaled(difference(more, fewer), 1 / count)
