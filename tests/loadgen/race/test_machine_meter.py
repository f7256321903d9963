"""Who used the machine: fabricated reports and counters in, a ``MachineUse`` out."""

from collections.abc import Iterator

import pytest

from loadgen.model.frame import (
    GeneratorSample,
    LaneFrame,
    LaneId,
    LaneState,
    LaneStatus,
    MachineUse,
    ServiceFrame,
)
from loadgen.race.machine_meter import CpuTotal, MachineMeter
from loadgen.race.process_control.processor_times import ProcessorTimes
from servers.process.cgroups import CpuQuota
from servers.process.processors import Processors
from servers.telemetry.messages import Telemetry
from tests.loadgen.race.fakes import FakeRace, Stage, plan
from tests.loadgen.race.virtual_time import play
from tests.support.every_case import every_case
from tests.support.synthetic_frames import READY


def test_a_total_is_interpolated_between_reports_and_flat_outside() -> None:
    total = CpuTotal()
    assert total.until(3.0) == 0.0
    for at, cpu_s in ((10.0, 5.0), (10.2, 5.1), (10.1, 9.9), (10.4, 5.5)):
        total.report(at, cpu_s)  # the third comes too late, and is not taken
    moments = (9.0, 10.0, 10.1, 10.3, 10.4, 11.0)
    assert [total.until(each) for each in moments] == pytest.approx([5, 5, 5.05, 5.3, 5.5, 5.5])


def test_a_total_runs_on_when_another_process_takes_over() -> None:
    total = CpuTotal()
    total.report(1.0, 4.0)
    total.begin_process(2.0)
    total.report(3.0, 0.5)
    assert [total.until(each) for each in (1.0, 2.0, 2.5, 3.0)] == [4.0, 4.0, 4.25, 4.5]
    total.report(4.0, 0.1)  # it has fallen: yet another one
    assert total.until(4.0) == pytest.approx(4.6)


def test_what_is_reported_late_is_taken_the_next_time() -> None:
    total = CpuTotal()
    total.report(0.0, 7.0)
    total.report(1.0, 7.5)
    assert total.take_until(2.0) == pytest.approx(0.5)
    total.report(3.0, 9.5)  # of the second second, too
    assert total.take_until(3.0) == pytest.approx(2.0)
    assert total.take_until(4.0) == 0.0


class Machine:
    """A machine on which each part uses a constant number of cores."""

    def __init__(self, processors: Processors, **cores: float) -> None:
        self.processors = processors
        self.cores = cores
        self.now = 100.0
        self.silent: set[str] = set()
        self.state: LaneState = "running"
        self.announces = False
        self.meter = MachineMeter(self._read, processors)

    def _used(self, name: str) -> float:
        return self.cores.get(name, 0.0)

    def _read(self, processors: Processors) -> ProcessorTimes:
        assert processors is self.processors
        group = self._used("group") if "group" in self.cores else None
        return ProcessorTimes(
            at=self.now,
            idle_s=self._used("idle") * self.now,
            program_s=self._used("program") * self.now,
            group_s=None if group is None else group * self.now,
        )

    def _lane(self, id_: LaneId) -> LaneFrame:
        at = self.now - 0.03
        generator = GeneratorSample(0.0, self._used("generators") / 2 * at, 0.0, False, at)
        told = id_ not in self.silent
        return LaneFrame(
            status=LaneStatus(self.state),
            server=_telemetry(at, self._used(id_) * at) if told else None,
            generator=generator,
            announced=READY if self.announces else None,
        )

    def run(self, seconds: float, race_s: float = 1.0) -> Iterator[MachineUse]:
        for _ in range(round(seconds * 10)):
            self.now = round(self.now + 0.1, 6)
            at, cpu_s = self.now - 0.02, self._used("services") * (self.now - 0.02)
            services = {"cache": ServiceFrame(cpu_s=cpu_s, cpu_at=at)}
            lanes: dict[LaneId, LaneFrame] = {"a": self._lane("a"), "b": self._lane("b")}
            seen = self.meter.see(self.now, race_s and self.now - 100.0, lanes, services)
            if seen is not None:
                yield seen


def _telemetry(at: float, cpu_s: float) -> Telemetry:
    return Telemetry(
        seq=1,
        at=at,
        cpu_s=cpu_s,
        rss_mib=1,
        uss_mib=None,
        processes=1,
        threads=1,
        in_progress=0,
    )


TWO = Processors((0, 1))
QUOTA = Processors((0, 1, 2, 3), CpuQuota(1.5))
NAMES = ("a", "b", "generators", "services", "program", "others", "idle")
# processors, cores used by each part and idle as the system counts it, and what is said of it
USES: dict[str, tuple[Processors, dict[str, float], tuple[float, ...]]] = {
    "all of it is idle": (TWO, {"idle": 2.0}, (0, 0, 0, 0, 0, 0, 2)),
    "every part is told from the others": (
        TWO,
        {"a": 0.5, "b": 0.25, "generators": 0.5, "services": 0.125, "program": 0.125, "idle": 0.25},
        (0.5, 0.25, 0.5, 0.125, 0.125, 0.25, 0.25),
    ),
    "other programs use what nobody of the race does": (
        TWO,
        {"a": 0.5, "idle": 0.25},
        (0.5, 0, 0, 0, 0, 1.25, 0.25),
    ),
    "the counters are a tick apart: no part is negative": (
        TWO,
        {"a": 1.0, "b": 0.5, "idle": 0.52},
        (1.0, 0.5, 0, 0, 0, 0, 0.5),
    ),
    "more is reported than there is": (
        TWO,
        {"a": 1.5, "b": 0.6, "idle": 0.0},
        (1.5 / 1.05, 0.6 / 1.05, 0, 0, 0, 0, 0),
    ),
    "a quota: what it leaves is idle, not the processors of the host": (
        QUOTA,
        {"a": 0.5, "idle": 3.0, "group": 0.75},
        (0.5, 0, 0, 0, 0, 0.25, 0.75),
    ),
    "a quota: processors that the host keeps busy are not idle": (
        QUOTA,
        {"a": 0.5, "idle": 0.25, "group": 0.5},
        (0.5, 0, 0, 0, 0, 0.75, 0.25),
    ),
    "a quota whose use is not shown": (
        QUOTA,
        {"a": 0.5, "idle": 3.0},
        (0.5, 0, 0, 0, 0, 0, 1.0),
    ),
}


def _parts(use: MachineUse) -> tuple[float, ...]:
    mine = (use.lanes["a"], use.lanes["b"], use.generators, use.services)
    return (*mine, use.program, use.others, use.idle)


@every_case("case", USES)
def test_the_parts_add_up_to_the_processors(case: str) -> None:
    processors, cores, expected = USES[case]
    use = list(Machine(processors, **cores).run(3.0))[-1]
    assert _parts(use) == pytest.approx(expected, abs=1e-6)
    assert sum(_parts(use)) == pytest.approx(processors.cores)
    assert use.processors == processors.cores


def test_it_answers_once_a_second_without_a_gap() -> None:
    uses = list(Machine(TWO, a=0.5, idle=1.5).run(10.0))
    assert 8 <= len(uses) <= 10
    ends = [use.to_s for use in uses]
    assert [use.to_s - use.seconds for use in uses[1:]] == pytest.approx(ends[:-1])


def test_what_was_used_before_load_flowed_is_not_of_the_race() -> None:
    machine = Machine(TWO, a=0.5, idle=1.5)
    list(machine.run(2.5, race_s=0.0))
    first, second = list(machine.run(3.0))[:2]
    assert (first.to_s, second.to_s) == pytest.approx((2.6, 3.6))


def test_a_server_that_is_stopped_uses_nothing() -> None:
    machine = Machine(TWO, a=0.5, b=0.5, idle=1.0)
    list(machine.run(2.0))
    machine.silent, machine.cores = {"a"}, {"a": 0.5, "b": 0.5, "idle": 1.5}
    use = list(machine.run(3.5))[-1]
    assert use.lanes == pytest.approx({"a": 0.0, "b": 0.5})
    assert use.others == pytest.approx(0.0, abs=1e-6)


def test_a_new_server_counts_from_its_start() -> None:
    machine = Machine(TWO, idle=2.0)
    list(machine.run(1.0))
    machine.state, machine.silent = "restarting", {"a", "b"}
    list(machine.run(1.0))
    machine.state, machine.silent, machine.announces = "running", set(), True
    machine.cores = {"a": 0.005, "idle": 2.0}  # since 100 s: 0.51 s when it is ready
    list(machine.run(0.1))
    machine.announces = False
    used_s = sum(use.lanes["a"] * use.seconds for use in machine.run(3.0))
    assert used_s == pytest.approx(0.51, abs=0.03)


def test_nothing_is_said_where_the_system_does_not_tell() -> None:
    meter = MachineMeter(lambda processors: None, TWO)
    lanes: dict[LaneId, LaneFrame] = {"a": LaneFrame(), "b": LaneFrame()}
    assert not any(meter.see(n / 10, n / 10, lanes, {}) for n in range(50))


def test_a_race_says_who_used_the_machine() -> None:
    async def story() -> list[MachineUse]:
        async with FakeRace(plan(duration_s=6), Stage()) as race:
            await race.running
        return [frame.machine for frame in race.frames if frame.machine is not None]

    uses = play(story())
    assert len(uses) >= 5
    for use in uses:
        assert sum(_parts(use)) == pytest.approx(use.processors)
    last = uses[-1]
    assert last.lanes == pytest.approx({"a": 0.1, "b": 0.1}, abs=0.01)
    assert last.generators == pytest.approx(0.2, abs=0.02)
    assert last.program == pytest.approx(0.05, abs=0.01)
