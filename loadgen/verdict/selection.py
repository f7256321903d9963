"""The verdict on one stretch of a race, by the same rules as that on the race."""

import msgspec

from loadgen.model.number_format import clock
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.selection import SelectedTimeline
from loadgen.verdict.verdict import judge
from loadgen.verdict.verdict_fields import EmphasisedText, Verdict, evidence_text


def judge_selection(timeline: SelectedTimeline, plan: RacePlan) -> Verdict:
    """What can be said of it; each sentence begins with the stretch: ``0:20 to 0:40: ...``.

    ``plan`` is the one that the race followed then. What limited each lane is part of the evidence:
    elsewhere the window says what limits it now.
    """
    said = judge(timeline, plan)
    from_s, to_s = timeline.selected
    clauses = said.evidence_shown
    if said.why:
        clauses = (*clauses[:1], (f"limit: {said.why}",), *clauses[1:])
    begin = f"{clock(from_s)} to {clock(to_s)}: "
    return msgspec.structs.replace(
        said,
        sentence=f"{begin}{said.sentence}",
        headline=f"{begin}{said.headline}",
        sentence_parts=_after(begin, said.whole_sentence),
        headline_parts=_after(begin, said.whole_headline),
        evidence=evidence_text(clauses),
        evidence_clauses=clauses,
    )


def _after(begin: str, parts: EmphasisedText) -> EmphasisedText:
    return msgspec.structs.replace(parts, before=f"{begin}{parts.before}")
