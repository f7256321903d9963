"""A server that is frozen on purpose for a while, and thawed whatever happens."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadgen.race.protocols import Freeze


class ProcessPauser:
    """At most one tree of processes is frozen at a time."""

    def __init__(self, freeze: "Freeze") -> None:
        self._freeze = freeze
        self._thaw: Callable[[], None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def frozen(self) -> bool:
        """Whether a process is stopped at the moment."""
        return self._thaw is not None

    def freeze(self, pid: int, seconds: float) -> None:
        """From now on for so long, however long it was to be frozen before."""
        loop = asyncio.get_running_loop()
        if self._thaw is None:
            self._thaw = self._freeze(pid)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(seconds, self.thaw)

    def thaw(self) -> None:
        """Let it go on, if it does not."""
        thaw, self._thaw = self._thaw, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if thaw is not None:
            thaw()
