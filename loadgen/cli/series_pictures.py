"""How pictures of sweeps, costs and migrations are made, as a value: nothing here knows Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadgen.migration.migration_run import MigrationRun
    from loadgen.objective.cost_run import CostRun
    from loadgen.sweep.sweep_run import SweepRun

PICTURE = ".png"


def _cannot() -> None:
    from loadgen.export.exporters import ExportError

    raise ExportError(f"It cannot be written as {PICTURE} here: choose .json, .csv or .md.")


@dataclass(frozen=True, slots=True)
class SeriesPictures:
    """``sweep``, ``cost`` and ``migration`` make PNG files.

    ``check`` raises ExportError where that cannot be done on this machine: it is called before
    anything is raced.
    """

    check: Callable[[], None]
    sweep: "Callable[[SweepRun], bytes]"
    cost: "Callable[[CostRun], bytes]"
    migration: "Callable[[MigrationRun], bytes]"


NO_PICTURES = SeriesPictures(
    check=_cannot, sweep=lambda _: b"", cost=lambda _: b"", migration=lambda _: b""
)
"""Of a program that draws nothing."""
