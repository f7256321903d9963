"""What the window remembers from one start to the next: a small JSON file with a schema.

A broken file costs its settings, never the start: it is kept beside as ``*.broken``. The file of a
newer program stays as it is.
"""

import os
from pathlib import Path
from typing import Literal

import msgspec

from gui.charts.latency_basis import Basis
from loadgen.files.atomic_write import WriteError, write_atomically
from loadgen.model.load_plan import Model
from loadgen.model.race_plan import RacePlan

ThemeChoice = Literal["system", "dark", "light"]

VERSION: Literal[1] = 1
"""Of the file's form."""
_LARGEST_FILE = 1_000_000


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``width`` and ``height`` are of the window, in device-independent pixels.

    ``other_model`` is the load model that the plan does not have, as it was set last.
    """

    version: Literal[1] = VERSION
    width: int = 1600
    height: int = 940
    maximised: bool = False
    theme: ThemeChoice = "system"
    plan: RacePlan = msgspec.field(default_factory=RacePlan.default)
    other_model: Model | None = None
    latency_basis: Basis = "schedule"
    inside_shown: bool = False
    inside_measure: str = "in_progress"
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


def load(path: Path | None) -> tuple[Settings, str]:
    """The settings, and a sentence where they could not be used ("" when all is well)."""
    if path is None:
        return Settings(), ""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return Settings(), _set_aside(path)
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), f"The settings could not be read ({error.strerror}); defaults are used."
    newer = _newer_version(raw)
    if newer:
        return _understood(raw), (
            f"The settings are of a newer Faceoff (version {newer} of the file): they stay as they "
            "are, and changes are not saved. Update Faceoff to use them all."
        )
    try:
        return msgspec.json.decode(raw, type=Settings).checked(), ""
    except (ValueError, KeyError, RecursionError):
        # ValueError covers msgspec's DecodeError and ValidationError, and our ParameterError.
        return Settings(), _set_aside(path)


class _Versioned(msgspec.Struct):
    version: int = VERSION


def _newer_version(raw: bytes) -> int:
    """The version of a file that a newer program wrote; 0 of any other."""
    try:
        version = msgspec.json.decode(raw, type=_Versioned).version
    except (ValueError, RecursionError):
        return 0
    return version if version > VERSION else 0


def _understood(raw: bytes) -> Settings:
    """The fields that mean something here, with defaults for the others."""
    settings = Settings()
    given = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    for field in msgspec.structs.fields(Settings):
        if field.name == "version" or field.name not in given:
            continue
        try:
            value = msgspec.json.decode(given[field.name], type=field.type)
            settings = msgspec.structs.replace(settings, **{field.name: value}).checked()
        except (ValueError, KeyError, RecursionError):
            continue
    return settings


def _set_aside(path: Path) -> str:
    kept = path.with_name(path.name + ".broken")
    try:
        os.replace(path, kept)
    except OSError:
        return "The settings file was broken, so defaults are used."
    return f"The settings file was broken, so defaults are used; it is kept as {kept.name}."


def save(path: Path | None, settings: Settings) -> str:
    """Write them, whole or not at all; a sentence where that failed, else "".

    Without a path, and over the file of a newer program, nothing is written: that was said at the
    start.
    """
    if path is None or _is_newer(path):
        return ""
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text + b"\n")
    except (OSError, WriteError) as error:
        reason = str(error).rstrip(".")
        return f"The settings could not be saved: {reason}."
    return ""


def _is_newer(path: Path) -> bool:
    try:
        return _newer_version(path.read_bytes()) > 0
    except OSError:
        return False
