"""The race of one stage, live: Flask alone against it on the race page."""

import msgspec

from gui.session.race_session import RaceSession
from servers.catalog.migration_stages import Trap

RACE_IS_ON = "A race is on: stop it first."


def race_stage(session: RaceSession, stage: int, traps: tuple[Trap, ...]) -> str:
    """Start it and show it; a sentence where another race is on, or a recorded one is played."""
    from loadgen.migration.stage_races import stage_race

    if session.is_on:
        return RACE_IS_ON
    if session.replay:
        return session.cannot_change
    plan = stage_race(stage, [each.key for each in traps])
    session.set_plan(
        msgspec.structs.replace(plan, mode="together", until_clear=False, duration_s=None)
    )
    session.race_opened.emit()
    session.start()
    return ""
