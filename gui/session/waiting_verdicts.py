"""What stands in the place of a verdict where there is none yet."""

import msgspec

from loadgen.export.plan_sentence import setting_clauses
from loadgen.model.frame import LANES
from loadgen.model.number_format import load
from loadgen.model.race_plan import CLEAR_METRICS, RacePlan
from loadgen.verdict.verdict_fields import EmphasisedText, EvidenceClause, Verdict, evidence_text

_INVITATION = EmphasisedText("Flask or FastAPI? ", "Press Start", ", and watch.")
INVITATION = Verdict(
    kind="starting",
    sentence=_INVITATION.text,
    headline_parts=_INVITATION,
    emphasis=_INVITATION.emphasis,
    evidence="Both servers start on this machine and get the same requests. "
    "Move the sliders while they race.",
)


def invitation(plan: RacePlan) -> Verdict:
    """The same with what Start will do: who races with what settings, what is asked, how long."""
    sides: EvidenceClause = tuple(
        f"{plan.name(id_)} ({', '.join(filter(None, clauses))})"
        for id_ in LANES
        for choice in [plan.lanes[id_]]
        for clauses in [(choice.entry.subtitle, *setting_clauses(choice, plan.entry))]
    )
    asked: EvidenceClause = (
        plan.entry.title,
        *(
            parameter.phrase(plan.parameters[parameter.key])
            for parameter in plan.entry.parameters
            if plan.parameters[parameter.key] or parameter.default
        ),
    )
    how: EvidenceClause = (load(plan.model), *plan.load_texts, plan.mode_text, _until(plan))
    clauses = (how, asked, sides)
    return msgspec.structs.replace(
        INVITATION, evidence=evidence_text(clauses), evidence_clauses=clauses
    )


def _until(plan: RacePlan) -> str:
    if plan.until_clear:
        return f"until clear: {CLEAR_METRICS[plan.clear_metric]}"
    return f"for {plan.duration_s:,} s" if plan.duration_s else "until stopped"


STARTING = Verdict(
    kind="starting",
    sentence="Both servers are starting.",
    evidence="Load flows as soon as both answer.",
)
READING = Verdict(
    kind="starting",
    sentence="The recorded race is being read.",
    evidence="It was cut off before its end, and is judged when all of it is there.",
)
