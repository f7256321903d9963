"""The load generator's ceilings, as the window needs them: looked up, and measured when asked."""

from typing import TYPE_CHECKING, Protocol

from loadgen.model.race_plan import RacePlan

if TYPE_CHECKING:
    from loadgen.race.calibration import Calibrations, Ceiling


class CeilingProvider(Protocol):
    """``MachineCeilingProvider``, or a fake in tests."""

    def known_ceiling(self, plan: RacePlan) -> "Ceiling | None":
        """What is known for such a plan."""
        ...

    async def measure(self, plan: RacePlan) -> str:
        """Find it out and keep it; a sentence where that failed, else ""."""
        ...


class MachineCeilingProvider:
    """Those of this machine. Nothing is imported or read before somebody asks."""

    def __init__(self) -> None:
        self._calibrations: Calibrations | None = None

    def known_ceiling(self, plan: RacePlan) -> "Ceiling | None":
        return self._read_calibrations().known_ceiling(plan)

    async def measure(self, plan: RacePlan) -> str:
        from loadgen.race.calibration import CalibrationError, measure

        try:
            return self._read_calibrations().keep(plan, await measure(plan))
        except CalibrationError as error:
            return str(error)

    def _read_calibrations(self) -> "Calibrations":
        if self._calibrations is None:
            from loadgen.export.machine_info import machine
            from loadgen.files.user_files import calibration_path
            from loadgen.race.calibration import Calibrations

            self._calibrations = Calibrations(calibration_path(), machine())
        return self._calibrations
