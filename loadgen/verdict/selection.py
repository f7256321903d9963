"""The verdict on one stretch of a race, by the same rules as that on the race."""

import msgspec

from loadgen.model.number_format import clock
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.selection import SelectedTimeline
from loadgen.verdict.verdict import judge
from loadgen.verdict.verdict_fields import EmphasisedText, Verdict


def judge_selection(timeline: SelectedTimeline, plan: RacePlan) -> Verdict:
    """What can be said of it; each sentence begins with the stretch: ``0:20 to 0:40: ...``.

    ``plan`` is the one that the race followed then.
    """
    said = judge(timeline, plan)
    from_s, to_s = timeline.selected
    begin = f"{clock(from_s)} to {clock(to_s)}: "
    return msgspec.structs.replace(
        said,
        sentence=f"{begin}{said.sentence}",
        headline=f"{begin}{said.headline}",
        sentence_parts=_after(begin, said.whole_sentence),
        headline_parts=_after(begin, said.whole_headline),
    )


def _after(begin: str, parts: EmphasisedText) -> EmphasisedText:
    return msgspec.structs.replace(parts, before=f"{begin}{parts.before}")
