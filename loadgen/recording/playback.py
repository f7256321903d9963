"""How a recorded race is played: its speed, pauses, and where in the race it goes on."""

from dataclasses import dataclass

from loadgen.model.frame import Frame
from loadgen.timeline.turn_log import Span

SLOWEST, FASTEST = 0.1, 100.0


@dataclass(slots=True)
class Playback:
    """Set in the window's thread and read in that of the player: one attribute at a time.

    ``speed`` is how many seconds of the race pass in one. With ``pauses_on_marks`` it pauses after
    each frame that has a mark. ``loop`` is played again and again, in seconds of the race. While
    ``is_following``, it stays near the newest frame of a race that is still being recorded.
    """

    speed: float = 1.0
    is_paused: bool = False
    pauses_on_marks: bool = False
    loop: Span | None = None
    is_following: bool = False
    _wanted_s: float | None = None

    def __post_init__(self) -> None:
        self.set_speed(self.speed)

    def set_speed(self, speed: float) -> None:
        """Raises ValueError where it is out of range."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"A race plays at {SLOWEST:g} to {FASTEST:g} times its speed.")
        self.speed = speed

    def seek(self, at_s: float) -> None:
        """Go on at this second of the race, and neither pause nor follow any longer."""
        self._wanted_s = max(0.0, at_s)
        self.is_paused = self.is_following = False

    @property
    def is_seeking(self) -> bool:
        """Whether another place is wanted, at which the player is not yet."""
        return self._wanted_s is not None

    def take_seek(self) -> float | None:
        """The second of the race that is wanted, once; None where it just goes on."""
        wanted, self._wanted_s = self._wanted_s, None
        return wanted

    def follow(self, frame: Frame) -> None:
        """After a frame was shown: pause on its mark, or go back to the loop's beginning."""
        if self.pauses_on_marks and frame.marks:
            self.is_paused = True
        if self.loop and frame.at_s >= self.loop[1]:
            self._wanted_s = self.loop[0]
