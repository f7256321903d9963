"""The race that another one has replaced on the screen: it can be shown again."""

from typing import NamedTuple

from loadgen.export.run_record import RunRecord
from loadgen.model.plan_log import PlanLog


class PreviousRace(NamedTuple):
    """A race as it was when it ended, and the plans that it followed."""

    run: RunRecord
    plans: PlanLog
