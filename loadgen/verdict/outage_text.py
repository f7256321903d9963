"""What is said of an outage.

The headline while it lasts, what was left out, and why a race that ended in one has failed.
"""

from loadgen.model.frame import LANES, sentence_about
from loadgen.model.number_format import count, seconds
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.outages import Outage
from loadgen.timeline.timeline import Timeline
from loadgen.verdict import no_comparison
from loadgen.verdict.verdict_fields import EvidenceClause

LONG_S = 1.0
"""A restart, or a server that is held stopped on purpose, is the headline when it lasts so long."""

LISTED = 2
"""So many outages of a lane are named one by one."""


def headline(timeline: Timeline, plan: RacePlan) -> str:
    """The sentence that replaces every comparison while an outage lasts; empty without one.

    After the race it is about an outage that lasted until its end.
    """
    now_s = timeline.raced_until_s
    found = [
        outage
        for id_ in LANES
        if (outage := timeline.outages.lanes[id_].open) is not None
        and (not _is_meant(outage) or outage.seconds(now_s) >= LONG_S)
    ]
    if not found:
        return _nothing_answered(timeline, plan)
    service = next((each for each in found if each.kind == "service"), None)
    if service is not None:
        return _service_headline(service, plan)
    if len(found) == len(LANES) and all(_is_silent(each) for each in found):
        names = " nor ".join(plan.name(each.lane) for each in found)
        silent_s = min(each.seconds(now_s) for each in found)
        return f"Neither {names} has responded for {seconds(silent_s)}."
    said = [_sentence(each, timeline, plan) for each in found]
    going = [id_ for id_ in LANES if id_ not in {each.lane for each in found}]
    if going and timeline.phase == "racing":
        said.append(f"{plan.name(going[0])} goes on; there is nothing to compare it with.")
    return " ".join(said)


def failure(timeline: Timeline, plan: RacePlan) -> str:
    """Why a race that is over has failed: a lane does not answer any more, or never did.

    Empty where both lanes answered to the end.
    """
    return headline(timeline, plan) or no_comparison.failure(timeline, plan)


def left_out(timeline: Timeline, plan: RacePlan) -> list[EvidenceClause]:
    """``FastAPI: no answer 4.9 s, left out``, for every outage that is over.

    Those of a lane with more than ``LISTED`` as one sum.
    """
    now_s = timeline.duration_s
    said: list[EvidenceClause] = []
    for id_ in LANES:
        over = [each for each in timeline.outages.lanes[id_].all if not each.is_open]
        # That of a backing service is of both lanes, and named once.
        own = [each for each in over if each.kind != "service" or id_ == LANES[0]]
        if len(own) > LISTED:
            lasted = seconds(sum(each.seconds(now_s) for each in own))
            said.append((f"{plan.name(id_)}: {len(own)} outages", f"{lasted} in all", "left out"))
            continue
        for each in own:
            whose = "" if each.kind == "service" else f"{plan.name(id_)}: "
            said.append((f"{whose}{each.text(now_s)}", "left out"))
    return said


def service_down(outage: Outage) -> str:
    """``PostgreSQL 18.4 is down (SIGKILL)``, without a full stop."""
    if outage.now:
        state = "starting again" if outage.now == "service starts" else "back"
        return f"{outage.service} is {state}"
    how = f" ({outage.reason})" if outage.reason else ""
    return f"{outage.service or 'A backing service'} is down{how}"


def _service_headline(outage: Outage, plan: RacePlan) -> str:
    if not outage.reason and not outage.now:  # it did not start, and its own words say why
        return outage.sentence or f"{service_down(outage)}."
    a, b = (plan.name(id_) for id_ in LANES)
    match outage.now:
        case "service starts":
            return f"{outage.service} is starting again: neither {a} nor {b} can be measured."
        case "lane starts":
            return f"{outage.service} is back; {a} and {b} are starting again."
    return f"{service_down(outage)}: neither {a} nor {b} can be measured."


def _is_meant(outage: Outage) -> bool:
    return outage.kind == "restart" or outage.cause == "frozen"


def _is_silent(outage: Outage) -> bool:
    return outage.kind == "no answer" and outage.cause in ("", "server")


def _sentence(outage: Outage, timeline: Timeline, plan: RacePlan) -> str:
    name, lasted = plan.name(outage.lane), seconds(outage.seconds(timeline.raced_until_s))
    if outage.now == "lane starts":
        return f"{name} is starting again, and has not answered for {lasted}."
    if outage.kind == "stopped":
        if not outage.sentence:
            return f"{name}: It failed."
        return sentence_about(name, outage.sentence, names_lane=outage.names_lane)
    match outage.cause:
        case "generator":
            return (
                f"The load generator of {name}'s lane has not reported for {lasted}: "
                f"nothing is known of {name}."
            )
        case "requests":
            failed = timeline.lane(outage.lane).requests.failed
            return f"Every request to {name} has failed for {lasted}{_kinds(failed)}."
        case "stall":
            return f"{name} has answered no request for {lasted}, though its server is alive."
        case "frozen":
            return f"{name} has been held stopped for {lasted}."
    return f"{name} has not responded for {lasted}."


def _nothing_answered(timeline: Timeline, plan: RacePlan) -> str:
    """After a race: which lanes never answered a request successfully, though they were asked."""
    if timeline.phase in ("starting", "racing"):
        return ""
    said = []
    for id_ in LANES:
        requests = timeline.lane(id_).requests
        if requests.sent and not requests.ok:
            said.append(_none_answered(plan.name(id_), requests))
    return " ".join(said)


def _none_answered(name: str, requests: Requests) -> str:
    """A request that was cut off at the end of the race was under way: it has not failed."""
    under_way = requests.in_flight + requests.cancelled
    if not requests.failures:
        sent, still = count(requests.sent), count(under_way)
        return f"{name}: {sent} requests sent, none answered, {still} under way at the end."
    rest = f"; {count(under_way)} were under way at the end" if under_way else ""
    said = f"{name} answered none of {count(requests.sent)} requests successfully"
    return f"{said}{_kinds(requests.failed)}{rest}."


def _kinds(failed: dict[str, int]) -> str:
    """`` (2,121 status, 3 reset)``, the most frequent first."""
    kinds = sorted(failed.items(), key=lambda item: -item[1])
    said = ", ".join(f"{count(n)} {kind}" for kind, n in kinds if n)
    return f" ({said})" if said else ""
