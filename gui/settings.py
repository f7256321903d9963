"""What the window remembers from one start to the next: a small JSON file with a schema.

A broken file costs its settings, never the start: it is kept beside as ``*.broken``.
"""

import os
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QStandardPaths

from gui.charts.basis import Basis
from gui.charts.measures import MeasureKey
from loadgen.experiments.race_plan import RacePlan
from loadgen.plan import Model
from loadgen.results.atomic import WriteError, write_atomically

ThemeChoice = Literal["system", "dark", "light"]

_LARGEST_FILE = 1_000_000


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``width`` and ``height`` are of the window, in device-independent pixels. ``other_model`` is
    the load model that the plan does not have, as it was set last.
    """

    version: Literal[1] = 1
    width: int = 1600
    height: int = 940
    maximised: bool = False
    theme: ThemeChoice = "system"
    plan: RacePlan = msgspec.field(default_factory=RacePlan.default)
    other_model: Model | None = None
    latency_basis: Basis = "schedule"
    inside_shown: bool = False
    inside_measure: MeasureKey = "in_progress"
    instrument_open: bool = False
    code_open: bool = False

    def checked(self) -> "Settings":
        """These settings, the plan's gaps filled; raises ParameterError.

        A server that cannot run here any more is no fault of the file: the usual one replaces it.
        """
        usual = RacePlan.default().lanes
        lanes = {
            lane: usual[lane] if choice.entry.unavailable() else choice
            for lane, choice in self.plan.lanes.items()
        }
        plan = msgspec.structs.replace(self.plan, lanes=lanes)
        if self.other_model is not None:
            msgspec.structs.replace(plan, model=self.other_model).checked()
        return msgspec.structs.replace(self, plan=plan.checked())


def settings_path() -> Path:
    """The file: ``FACEOFF_SETTINGS`` where set, else in the platform's folder for configuration."""
    named = os.environ.get("FACEOFF_SETTINGS")
    if named:
        return Path(named)
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "faceoff" / "settings.json"


def load(path: Path) -> tuple[Settings, str]:
    """The settings, and a sentence where they could not be used ("" when all is well)."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return Settings(), _set_aside(path)
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), f"The settings could not be read ({error.strerror}); defaults are used."
    try:
        return msgspec.json.decode(raw, type=Settings).checked(), ""
    except (ValueError, KeyError, RecursionError):
        # ValueError covers msgspec's DecodeError and ValidationError, and our ParameterError.
        return Settings(), _set_aside(path)


def _set_aside(path: Path) -> str:
    kept = path.with_name(path.name + ".broken")
    try:
        os.replace(path, kept)
    except OSError:
        return "The settings file was broken, so defaults are used."
    return f"The settings file was broken, so defaults are used; it is kept as {kept.name}."


def save(path: Path, settings: Settings) -> str:
    """Write them, whole or not at all; a sentence where that failed, else ""."""
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text + b"\n")
    except (OSError, WriteError) as error:
        reason = str(error).rstrip(".")
        return f"The settings could not be saved: {reason}."
    return ""
