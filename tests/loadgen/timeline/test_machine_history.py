"""Who used the machine in any part of a race."""

import pytest

from loadgen.model.frame import LANES, Frame, LaneFrame, MachineUse
from loadgen.timeline.machine_history import MachineHistory
from loadgen.timeline.timeline import Timeline


def _use(to_s: float, others: float, seconds: float = 1.0) -> MachineUse:
    return MachineUse(
        seconds=seconds,
        processors=2.0,
        lanes={"a": 0.5, "b": 0.25},
        generators=0.25,
        services=0.0,
        program=0.0,
        others=others,
        idle=1.0 - others,
        to_s=to_s,
    )


def _history() -> MachineHistory:
    history = MachineHistory()
    for to_s, others in ((1.0, 0.0), (2.0, 0.5), (3.0, 1.0)):
        history.add(_use(to_s, others))
    return history


# from, to, then seconds that are known, until when, and what others used
PARTS = [
    (0.0, 3.0, 3.0, 3.0, 0.5),
    (1.0, 2.0, 1.0, 2.0, 0.5),
    (0.5, 1.5, 1.0, 1.5, 0.25),
    (2.75, 9.0, 0.25, 3.0, 1.0),
    (-1.0, 0.5, 0.5, 0.5, 0.0),
]


@pytest.mark.parametrize(("from_s", "to_s", "seconds", "until", "others"), PARTS)
def test_a_part_is_the_mean_of_what_is_known_in_it(
    from_s: float, to_s: float, seconds: float, until: float, others: float
) -> None:
    use = _history().between(from_s, to_s)
    assert use is not None
    assert (use.seconds, use.to_s, use.others) == pytest.approx((seconds, until, others))
    assert use.lanes == {"a": 0.5, "b": 0.25}
    whole = sum(use.lanes.values()) + use.generators + use.others + use.idle
    assert whole == pytest.approx(use.processors)


@pytest.mark.parametrize(("from_s", "to_s"), [(3.0, 9.0), (-5.0, 0.0), (2.0, 2.0)])
def test_where_nothing_is_known_there_is_nothing(from_s: float, to_s: float) -> None:
    assert _history().between(from_s, to_s) is None
    assert MachineHistory().between(0.0, 5.0) is None


def test_a_timeline_takes_it_from_the_frames() -> None:
    line = Timeline()
    lanes = {id_: LaneFrame() for id_ in LANES}
    for n in range(1, 41):
        machine = _use(n / 10 - 0.3, 0.5) if n % 10 == 3 else None
        line.add(Frame(seq=n, at_s=n / 10, phase="racing", lanes=lanes, machine=machine))
    use = line.machine_use(0.0, 2.0)
    assert use is not None
    assert use.others == pytest.approx(0.5)
    latest = line.machine.latest
    assert latest is not None
    assert latest.to_s == pytest.approx(3.0)
