"""Open a race by its name among the recorded ones, from a page that lists races of its own."""

from gui.session.race_session import RaceSession
from loadgen.recording.find_race import find_race
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.user_library import user_library

IS_ON = "A race is on: stop it before another is opened."
NOT_RECORDED = "This race was not recorded."


def open_race(session: RaceSession, name: str) -> str:
    """Show it on the race page; a sentence where that cannot be, else ""."""
    if session.is_on:
        return IS_ON
    if not name:
        return NOT_RECORDED
    try:
        session.open_recorded(RaceOpening(find_race(name, user_library())))
    except RaceFileError as error:
        return str(error)
    return ""
