"""What stands in the place of a verdict where there is none yet."""

from loadgen.verdict.verdict_fields import EmphasisedText, Verdict

_INVITATION = EmphasisedText("Flask or FastAPI? ", "Press Start", ", and watch.")
INVITATION = Verdict(
    kind="starting",
    sentence=_INVITATION.text,
    headline_parts=_INVITATION,
    emphasis=_INVITATION.emphasis,
    evidence="Both servers start on this machine and get the same requests. "
    "Move the sliders while they race.",
)
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
