"""What every figure is measured with: the cores, how thorough to be, and whom to tell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.pinned_processes import Cores


@dataclass(frozen=True)
class CheckContext:
    """``quick`` measures shorter and fewer.

    ``tell`` takes what is being measured, for a person to read.
    """

    cores: Cores
    quick: bool
    tell: Callable[[str], None]

    def seconds(self, quick: float, full: float) -> float:
        """The length of a measurement: ``quick`` in a quick check, else ``full``."""
        return quick if self.quick else full


Figure = Callable[[CheckContext], Iterator[Finding]]
