"""Who used the machine while a test measured something, and whether that makes it invalid."""

import contextlib
import time
from collections.abc import Iterator

import psutil
import pytest

from loadgen.selfcheck import background_load

FULL_PERCENT = 90.0
"""Of all cores' time: above, a thread that computes waits for a processor."""

HALF_A_CORE_PERCENT = 50.0
"""Of one core: what needs all cores cannot have them while other programs use so much, also where
the mean over pauses between turns is below ``FULL_PERCENT``.
"""


class MachineUse:
    """Percent of all cores' time: ``busy`` is everybody's, ``others`` that of programs which are
    not of this test; 0 until measured, and where the system does not say whose it is (Windows).
    """

    def __init__(self, cores: int) -> None:
        self.cores = cores
        self.busy_percent = self.others_percent = 0.0

    def skip_if_taken(self, *, found_full: bool = False) -> None:
        """To be called when a figure came out wrong: skip the test if the machine was full and
        other programs had more than a tenth of it, or if they used half a core. Whether the figure
        is wrong for another reason cannot be known then.

        ``found_full`` says that the race itself found the machine full where the figure is of: the
        mean of the whole test has its pauses, and where servers start and end.
        """
        full = found_full or self.busy_percent >= FULL_PERCENT
        taken = full and self.others_percent > background_load.OTHERS_MAX_PERCENT
        if taken or self.others_percent >= HALF_A_CORE_PERCENT / self.cores:
            pytest.skip(
                f"invalid: all processors were busy for {self.busy_percent:.0f} % of the "
                f"measurement, {self.others_percent:.0f} % with other programs"
            )


def others_use_half_a_core(over_s: float = 0.3) -> bool:
    """Whether other programs do so at the moment, by what they use in that time.

    To be called where this test has no child and no other test runs (``exclusive_cpu``).
    """
    cores = psutil.cpu_count() or 1
    before = background_load.measure_use()
    time.sleep(over_s)  # the length of the measurement
    percent = background_load.others_percent(before, background_load.measure_use(), cores) or 0.0
    return percent >= HALF_A_CORE_PERCENT / cores


@contextlib.contextmanager
def measured() -> Iterator[MachineUse]:
    """Measure from here to the end of the context, by which all children must have been waited for:
    a child that is still alive counts among the others.
    """
    cores = psutil.cpu_count() or 1
    use = MachineUse(cores)
    before = background_load.measure_use()
    yield use
    after = background_load.measure_use()
    use.others_percent = background_load.others_percent(before, after, cores) or 0.0
    use.busy_percent = 100 * (after.busy_s - before.busy_s) / ((after.at - before.at) * cores)
