"""Debounce the limit that is shown while a lane races: another kind has to last for 0.5 s."""

from loadgen.bottleneck.rules import Bottleneck

HOLDS_S = 0.5
"""Another limit replaces the one that is shown when it was found for so long."""


class BottleneckDebounce:
    """Of one lane.

    The figures of the limit that is shown follow at once, and "no answer yet" gives way at once.
    """

    def __init__(self) -> None:
        self.shown: Bottleneck | None = None
        self._since = self._at = 0.0
        self._other = ""

    def see(self, at_s: float, found: Bottleneck) -> Bottleneck:
        """What to show at that time of the race; a time before the last one is another race."""
        if at_s < self._at:
            self.shown = None
        self._at = at_s
        if self.shown is None or self.shown.kind in (found.kind, "unknown"):
            self.shown, self._other = found, ""
        elif found.kind != self._other:
            self._other, self._since = found.kind, at_s
        elif at_s - self._since >= HOLDS_S - 1e-9:
            self.shown, self._other = found, ""
        return self.shown
