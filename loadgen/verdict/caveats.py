"""What a reader of the verdict has to know.

Where the load generator was the limit, and what was not the real thing.
"""

import re
from collections.abc import Iterable, Mapping

from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId, MachineUse, ServiceFrame
from loadgen.model.load_summary import CPU_LIMIT_PERCENT
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.generator_use import generator_use, late_ms
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.verdict.verdict_fields import Verdict
from servers.catalog.backing_services import backing_service
from servers.catalog.scenarios import is_empty_mix

LIMITED_FRACTION = 0.2
"""From this part of the stretch on, the load generator is said to have been the limit."""

_PATH = re.compile(r"""(["'])[^"']*[/\\][^"']*\1""")
"""Where something is on this machine is nothing for a picture, or a document."""


OTHERS_CORES, FULL = 0.25, 0.9
"""Requests that leave late are laid to other programs where these used so many cores, and so much
of the machine was busy: the generator's loop then waits for a processor.
"""


def caution(
    parts: dict[LaneId, LaneWindow], plan: RacePlan, machine: MachineUse | None = None
) -> str:
    """Say where the load generator was the limit or came close to it.

    And what that does to the ratio. ``machine`` is who used the machine meanwhile.
    """
    limited = [id_ for id_ in LANES if parts[id_].generator_limited >= LIMITED_FRACTION]
    bound = [id_ for id_ in LANES if parts[id_].generator_bound]
    texts = []
    if limited:
        limits = " and ".join(_limit(parts[id_], plan.name(id_)) for id_ in limited)
        cause = _cause([parts[id_] for id_ in limited], machine)
        texts.append(f"{cause}: {limits}; {_effect(parts, limited)}")
    texts += [_bound(parts[id_], plan.name(id_)) for id_ in bound]
    said = notices(parts[id_].lane for id_ in LANES)
    return " ".join([*texts, said] if said else texts)


def of_services(services: Mapping[str, ServiceFrame], plan: RacePlan) -> str:
    """``SQLite 3.45.1 stands in for PostgreSQL: …``, for each that the plan's scenario asks.

    One that failed is an outage, and the headline.
    """
    texts = []
    for key in plan.entry.services:
        service = services.get(key)
        if service is None:
            continue
        if service.simulated:
            reason = why_it_stands_in(service).rstrip(".")
            because = f": {reason}" if reason else ""
            texts.append(f"{service.name} stands in for {backing_service(key).title}{because}.")
    return " ".join(texts)


def of_mix(plan: RacePlan) -> str:
    """What is sent in place of a mix of nothing."""
    empty = is_empty_mix(plan.scenario, plan.parameters)
    return "All weights of the mix are 0: only Hello is sent." if empty else ""


def why_it_stands_in(service: ServiceFrame) -> str:
    """A sentence without any path of this machine."""
    return _PATH.sub("…", service.reason)


def notices(lanes: Iterable[LaneTimeline]) -> str:
    """What the generators have to say: that fewer connections were possible than asked for."""
    return " ".join(sorted({lane.notice for lane in lanes} - {""}))


def _cause(limited: list[LaneWindow], machine: MachineUse | None) -> str:
    uses = [use for part in limited if (use := generator_use(part)) is not None]
    computes = any(use.cpu_limited >= LIMITED_FRACTION for use in uses)
    if (
        machine is None
        or computes
        or machine.others < OTHERS_CORES
        or machine.idle > (1 - FULL) * machine.processors
    ):
        return "The load generator is the limit"
    cores = number_format.trimmed(machine.processors)
    return f"Other programs used {number_format.trimmed(machine.others, 2)} of {cores} cores"


def _limit(part: LaneWindow, name: str) -> str:
    use = generator_use(part)
    if use is None:
        return f"{name}'s lane"
    if use.cpu_percent > CPU_LIMIT_PERCENT:
        return f"{number_format.percent(use.cpu_percent)} CPU on {name}'s lane"
    if use.cpu_limited >= LIMITED_FRACTION:
        share = number_format.percent(100 * use.cpu_limited)
        return f"above {CPU_LIMIT_PERCENT:g} % CPU in {share} of the time on {name}'s lane"
    return f"requests left up to {late_ms(use.late_ms)} late (p99) on {name}'s lane"


def _bound(part: LaneWindow, name: str) -> str:
    ceiling = number_format.rate(part.ceiling_per_s or 0.0)
    return f"{name}'s lane is within 20 % of the generator's ceiling of {ceiling}: generator-bound."


def _effect(parts: dict[LaneId, LaneWindow], limited: list[LaneId]) -> str:
    if len(limited) == 2:
        return "the true ratio may differ."
    other: LaneId = "a" if limited[0] == "b" else "b"
    ahead = parts[limited[0]].counts.throughput >= parts[other].counts.throughput
    return f"the true ratio may be {'larger' if ahead else 'smaller'}."


def standstill(verdict: Verdict) -> str:
    """That the figures are from before this program stood still; empty where they are not."""
    if not verdict.before_standstill:
        return ""
    when = "measured before" if verdict.final else "measuring again after"
    return f"{when} this program stood still"
