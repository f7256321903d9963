"""Sentences for when there is nothing to compare: a lane failed, or did not answer."""

from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId, sentence_about
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline


def failure(timeline: Timeline, plan: RacePlan) -> str:
    """What failed, in the lanes' own words; empty when nothing did."""
    broken = [id_ for id_ in LANES if timeline.lane(id_).status.state == "failed"]
    if not broken:
        return ""
    said = " ".join(_in_own_words(timeline.lane(id_), plan.name(id_)) for id_ in broken)
    going = [id_ for id_ in LANES if timeline.lane(id_).status.state == "running"]
    if going and timeline.phase == "racing":
        said += f" {plan.name(going[0])} goes on; there is nothing to compare it with."
    return said


def _in_own_words(lane: LaneTimeline, name: str) -> str:
    status = lane.status
    if not status.text:
        return f"{name}: It failed."
    return sentence_about(name, status.text, names_lane=status.names_lane)


def silence(parts: dict[LaneId, LaneWindow], plan: RacePlan) -> str:
    """One lane, or both, gave no successful answer in the stretch; empty where both did."""
    counts = {id_: parts[id_].counts for id_ in LANES}
    mute = [id_ for id_ in LANES if not counts[id_].ok]
    if not mute:
        return ""
    if len(mute) == len(LANES):
        stretch = number_format.seconds(max(each.measured_s for each in counts.values()))
        known = [f"{plan.name(id_)}{said}" for id_ in LANES if (said := _whereabouts(parts[id_]))]
        where = f": {', '.join(known)}" if known else ""
        return f"Neither lane answered a single request successfully in {stretch}{where}."
    other: LaneId = "a" if mute[0] == "b" else "b"
    stretch = number_format.seconds(counts[mute[0]].measured_s)
    return (
        f"{plan.name(mute[0])} answered no request successfully in {stretch}"
        f"{_whereabouts(parts[mute[0]])}; "
        f"{plan.name(other)} answered {number_format.count(counts[other].ok)}."
    )


def _whereabouts(part: LaneWindow) -> str:
    """`` (3 failed, 64 under way)``; those cut off at the end of the race were under way."""
    requests = part.lane.requests
    states = (
        (part.counts.failed, "failed"),
        (requests.in_flight + requests.cancelled, "under way"),
    )
    said = ", ".join(f"{number_format.count(number)} {state}" for number, state in states if number)
    return f" ({said})" if said else ""
