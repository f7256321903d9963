"""What the window remembers from one start to the next: a small JSON file with a schema.

A broken file costs its settings, never the start (``loadgen.files.json_store``). Of the file of a
newer program, the fields that are known here are used.
"""

from pathlib import Path
from typing import Literal

import msgspec

from gui.charts.latency_basis import Basis
from loadgen.export.picture_layout import POSTER
from loadgen.files.atomic_write import WriteError
from loadgen.files.json_store import read_json, write_json
from loadgen.model.load_plan import Model
from loadgen.model.race_plan import RacePlan
from servers.catalog.compatibility import package_refusal

ThemeChoice = Literal["system", "dark", "light"]

VERSION: Literal[1] = 1
"""Of the file's form."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``width`` and ``height`` are of the window without its frame, in device-independent pixels.

    ``at`` is its upper left corner, x and y, on the screen named ``screen``.

    ``other_model`` is the load model that the plan does not have, as it was set last.
    ``picture_layout`` and ``picture_suffix`` are what was saved last; unknown ones do no harm.
    """

    version: Literal[1] = VERSION
    width: int = 1600
    height: int = 940
    at: tuple[int, int] | None = None
    screen: str = ""
    maximised: bool = False
    theme: ThemeChoice = "system"
    plan: RacePlan = msgspec.field(default_factory=RacePlan.default)
    other_model: Model | None = None
    latency_basis: Basis = "schedule"
    inside_shown: bool = False
    inside_measure: str = "in_progress"
    instrument_open: bool = False
    code_open: bool = False
    picture_layout: str = POSTER
    picture_suffix: str = ".png"

    def checked(self) -> "Settings":
        """These settings, the plan's gaps filled; raises ParameterError.

        A server or scenario that cannot run here any more is no fault of the file: the usual one
        replaces it. The start of a race refuses what lacks beside these.
        """
        usual = RacePlan.default().lanes
        lanes = {
            lane: usual[lane] if choice.entry.unavailable() else choice
            for lane, choice in self.plan.lanes.items()
        }
        plan = msgspec.structs.replace(self.plan, lanes=lanes)
        if self.other_model is not None:
            msgspec.structs.replace(plan, model=self.other_model).completed()
        plan = plan.completed()
        if any(
            package_refusal(each.entry, plan.scenario, each.settings)
            for each in plan.lanes.values()
        ):
            usual_plan = RacePlan.default()
            plan = msgspec.structs.replace(
                plan, scenario=usual_plan.scenario, parameters=usual_plan.parameters
            )
        return msgspec.structs.replace(self, plan=plan)


def load(path: Path | None) -> tuple[Settings, str]:
    """The settings, and a sentence where they could not be used ("" when all is well)."""
    if path is None:
        return Settings(), ""
    stored = read_json(path, Settings, VERSION, Settings.checked)
    if stored.value is not None:
        return stored.value, ""
    match stored.problem:
        case "newer":
            return _known_fields(stored.content), (
                f"The settings are of a newer Faceoff (version {stored.version} of the file): they "
                "stay as they are, and changes are not saved. Update Faceoff to use them all."
            )
        case "unreadable":
            text = f"The settings could not be read ({stored.reason}); defaults are used."
        case "broken":
            aside = f"; it is kept as {stored.set_aside.name}" if stored.set_aside else ""
            text = f"The settings file was broken, so defaults are used{aside}."
        case _:
            text = ""
    return Settings(), text


def _known_fields(content: bytes) -> Settings:
    """The fields that mean something here, with defaults for the others."""
    settings = Settings()
    given = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    for field in msgspec.structs.fields(Settings):
        if field.name == "version" or field.name not in given:
            continue
        try:
            value = msgspec.json.decode(given[field.name], type=field.type)
            settings = msgspec.structs.replace(settings, **{field.name: value}).checked()
        except (ValueError, KeyError, RecursionError):
            continue
    return settings


def save(path: Path | None, settings: Settings) -> str:
    """Write them, whole or not at all; a sentence where that failed, else "".

    Without a path, and over the file of a newer program, nothing is written: that was said at the
    start.
    """
    if path is None:
        return ""
    try:
        write_json(path, settings, VERSION)
    except WriteError as error:
        return f"The settings could not be saved: {str(error).rstrip('.')}."
    return ""
