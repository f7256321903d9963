"""What the verdict says of an open model's demand: who falls behind, and what stayed unanswered."""

from collections.abc import Mapping
from dataclasses import replace

from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.verdict import ratio_text
from loadgen.verdict.clause import Clause
from loadgen.verdict.demand import Demand
from loadgen.verdict.ratio_text import Figure
from loadgen.verdict.verdict_fields import Verdict


def overloaded_clauses(demand: Mapping[LaneId, Demand], plan: RacePlan) -> list[Clause]:
    """Who falls behind, and who keeps up."""
    behind = [id_ for id_ in LANES if demand[id_].pace == "falls behind"]
    texts = [_falls_behind(plan.name(id_), demand[id_]) for id_ in behind]
    if len(behind) == len(LANES):
        return texts
    keeps: LaneId = "a" if behind == ["b"] else "b"
    if demand[keeps].pace != "keeps up":
        return texts
    return [*texts, Clause(f"{plan.name(keeps)} keeps up", stressed=True)]


def _falls_behind(name: str, demand: Demand) -> Clause:
    answered = answered_figure(demand)
    if answered.interval:
        return Clause(f"{name} answers", answered, _queue(demand))
    due = number_format.trimmed(demand.due_per_second, 6)
    return Clause(f"{name} does not keep up with {due} requests a second{_queue(demand)}")


def answered_figure(demand: Demand) -> Figure:
    """``79 of 200/s``."""
    found = ratio_text.figure(demand.answered_per_second, demand.low, demand.high)
    return replace(found, words=f"of {number_format.trimmed(demand.due_per_second, 6)}/s")


def _queue(demand: Demand) -> str:
    if demand.queue_grows:
        return ", its queue is growing"
    if demand.dropped:
        return ", its queue is full"
    return ""


def unanswered_text(verdict: Verdict, plan: RacePlan) -> str:
    """How many arrivals of the whole race have no answer, of the lanes that fall behind.

    While that grows it is given in two digits: the sentence is to be read.
    """
    if verdict.kind != "overloaded":
        return ""
    parts = [
        f"{_counted(each.unanswered, final=verdict.final)} of {plan.name(id_)}'s requests"
        for id_, each in verdict.demand.items()
        if each.pace == "falls behind" and each.unanswered > 0
    ]
    when = "were never answered" if verdict.final else "are not answered so far"
    said = f"{' and '.join(parts)} {when}."
    return f" {said[0].upper()}{said[1:]}" if parts else ""


def _counted(number: int, *, final: bool) -> str:
    if final or number < 100:
        return number_format.count(number)
    place = 10 ** (len(str(number)) - 2)
    return f"more than {number_format.count(number // place * place)}"
