"""What the footer says: totals, who uses the machine, the instrument and the versions."""

from gui.pages.race.lane_text import instrument_words, totals_words, versions_words
from gui.widgets.footer import Footer
from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.machine_text import MachineShare, machine_shares
from loadgen.timeline.timeline import Timeline


def show_footer(footer: Footer, timeline: Timeline, plan: RacePlan) -> None:
    """All of it, as it is now."""
    footer.show_totals(*totals_words(timeline, plan))
    footer.machine.show_shares(*machine_use(timeline, plan))
    footer.show_versions((*instrument_words(timeline), *versions_words(timeline)))


def machine_use(timeline: Timeline, plan: RacePlan) -> tuple[tuple[MachineShare, ...], str]:
    """How the machine is shared out, and which stretch that is of.

    While it races the last second; afterwards what the verdict is about, or all of the race.
    """
    use, when = timeline.machine.latest, "the last second"
    if timeline.phase == "ended":
        use = timeline.measured_machine_use()
        when = "what is compared" if timeline.stretch() else "this race"
    names = {id_: plan.name(id_) for id_ in LANES}
    return (machine_shares(use, names) if use else ()), when
