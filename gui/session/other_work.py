"""What runs servers in a window beside its race: what is measured there is measured alone."""

from typing import Protocol
from weakref import WeakKeyDictionary, WeakSet

from gui.session.race_session import RaceSession

ANOTHER_IS_ON = (
    "Another page or view of this window runs servers: end that first, or both would disturb each "
    "other."
)


class ServerWork(Protocol):
    """A session that starts servers of its own."""

    @property
    def is_running(self) -> bool:
        """Whether its servers run now."""
        ...


_busy: WeakKeyDictionary[RaceSession, WeakSet[ServerWork]] = WeakKeyDictionary()
_idle: WeakKeyDictionary[RaceSession, WeakSet[ServerWork]] = WeakKeyDictionary()


def register(race: RaceSession, work: ServerWork, *, is_idle: bool = False) -> None:
    """Let others of that race's window know of it; ``is_idle`` where its servers only wait."""
    (_idle if is_idle else _busy).setdefault(race, WeakSet()).add(work)


def other_is_running(race: RaceSession, work: ServerWork, *, or_idle: bool = False) -> bool:
    """Whether other work has servers running; ``or_idle`` counts servers that only wait."""
    others = {*_busy.get(race, ()), *(_idle.get(race, ()) if or_idle else ())}
    return any(each is not work and each.is_running for each in others)
