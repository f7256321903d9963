"""How a child process ended: a value, not an exception."""

import signal
from dataclasses import dataclass
from typing import Literal, Self

_SIGNALLED = 128

Kind = Literal["exited", "crashed", "terminated", "killed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``exited``: with 0, or after it was asked to leave.

    ``crashed``: unasked, or not with 0. ``terminated`` and ``killed``: it had to be made to.

    ``returncode`` is that of ``subprocess.Popen``: a negative one is the signal that ended it.
    """

    kind: Kind
    returncode: int

    @property
    def shell_status(self) -> int:
        """The exit status that a shell reports of it: 128 + n where signal n ended it.

        A process of ours that looks after another leaves with the other's.
        """
        return self.returncode if self.returncode >= 0 else _SIGNALLED - self.returncode

    @classmethod
    def of_shell_status(cls, kind: Kind, status: int) -> Self:
        """How a process ended whose parent has left with its ``shell_status``."""
        signalled = _SIGNALLED < status < _SIGNALLED + signal.NSIG
        return cls(kind, _SIGNALLED - status if signalled else status)

    @property
    def ok(self) -> bool:
        """Whether it left by itself and without complaint."""
        return self.kind == "exited" and self.returncode == 0

    def describe(self) -> str:
        """``exit 1``, or ``killed by SIGKILL``."""
        return f"killed by {self.brief()}" if self.returncode < 0 else self.brief()

    def brief(self) -> str:
        """``exit 1``, or ``SIGKILL``."""
        if self.returncode >= 0:
            # Windows tells an access violation and the like in the code's high bits.
            code = self.returncode
            return f"exit {code}" if code < 0x8000_0000 else f"exit 0x{code:08X}"
        number = -self.returncode
        try:
            return signal.Signals(number).name
        except ValueError:
            return f"signal {number}"
