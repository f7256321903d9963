"""All that an experiment does to the system, in one value: tests bring another."""

from collections.abc import Callable
from dataclasses import dataclass

from loadgen.model.clock import Clock
from loadgen.model.clock import suspend_aware_clock as _suspend_aware_clock
from loadgen.race.generator_process import start_generator as _start_generator
from loadgen.race.generator_scaling import GeneratorScaling
from loadgen.race.process_control.cpu_layout import Core
from loadgen.race.process_control.cpu_layout import cores as _cores
from loadgen.race.process_control.process_tree import freeze as _freeze
from loadgen.race.process_control.process_tree import keep_to as _keep_to
from loadgen.race.process_control.process_tree import runnable_time as _runnable_time
from loadgen.race.process_control.processor_times import ReadProcessorTimes
from loadgen.race.process_control.processor_times import (
    read_processor_times as _read_processor_times,
)
from loadgen.race.protocols import (
    Freeze,
    KeepTo,
    ReadRunnableTime,
    StartGenerator,
    StartServer,
    StartService,
)
from servers.backing_services.launcher import start_service as _start_service
from servers.launcher import start_server as _start_server
from servers.process.processors import usable_processors


def _growth() -> GeneratorScaling:
    return GeneratorScaling(usable_processors().whole)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """``cores`` are those that may be used.

    ``growth`` makes the rule for more generators; ``suspend_aware_clock`` goes on while the
    machine sleeps; ``processor_times`` is the system's accounting.
    """

    start_server: StartServer = _start_server
    start_generator: StartGenerator = _start_generator
    start_service: StartService = _start_service
    freeze: Freeze = _freeze
    keep_to: KeepTo = _keep_to
    runnable_time: ReadRunnableTime = _runnable_time
    cores: Callable[[], list[Core]] = _cores
    growth: Callable[[], GeneratorScaling] = _growth
    suspend_aware_clock: Clock = _suspend_aware_clock
    processor_times: ReadProcessorTimes = _read_processor_times
