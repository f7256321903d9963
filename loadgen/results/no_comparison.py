"""Sentences for when there is nothing to compare: a lane failed, or did not answer."""

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.results import wording
from loadgen.results.lane_timeline import LaneTimeline
from loadgen.results.stretch import LaneStretch
from loadgen.results.timeline import Timeline


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
    text = lane.status.text or "It failed."
    return text if name in text else f"{name}: {text}"


def silence(parts: dict[LaneId, LaneStretch], plan: RacePlan) -> str:
    """One lane, or both, gave no successful answer in the stretch; empty where both did."""
    counts = {id_: parts[id_].counts for id_ in LANES}
    mute = [id_ for id_ in LANES if not counts[id_].ok]
    if not mute:
        return ""
    if len(mute) == len(LANES):
        stretch = wording.seconds(max(each.measured_s for each in counts.values()))
        return f"Neither lane answered a single request successfully in {stretch}."
    other: LaneId = "a" if mute[0] == "b" else "b"
    stretch, lost = wording.seconds(counts[mute[0]].measured_s), counts[mute[0]].failed
    failed = f" ({wording.count(lost)} failed)" if lost else ""
    return (
        f"{plan.name(mute[0])} answered no request successfully in {stretch}{failed}; "
        f"{plan.name(other)} answered {wording.count(counts[other].ok)}."
    )
