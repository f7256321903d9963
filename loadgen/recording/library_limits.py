"""How many recorded races are kept, and how large: a file in their folder, which the user sets."""

from pathlib import Path
from typing import Literal

import msgspec

from loadgen.files.json_store import read_json, write_json
from servers.catalog.parameter import Parameter

FILE = "limits.json"
VERSION: Literal[1] = 1
"""Of the file's form."""

RACES = Parameter(
    key="limit_races",
    title="Recorded races",
    minimum=1,
    maximum=100_000,
    default=1_000,
    hint="Of more races than that the oldest that are not pinned are deleted.",
)
MIB = Parameter(
    key="limit_mib",
    title="Size of recorded races",
    minimum=10,
    maximum=1_000_000,
    default=2_000,
    unit="MiB",
    hint="Where races take more than that, the oldest that are not pinned are deleted.",
)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The oldest races that are not pinned are deleted beyond it."""

    version: int = VERSION
    races: int = RACES.default
    mib: int = MIB.default

    def checked(self) -> "Limits":
        """Itself; raises ParameterError, a ValueError, where a limit is out of its range."""
        RACES.check(self.races)
        MIB.check(self.mib)
        return self


def read_limits(folder: Path) -> Limits:
    """Those of the folder of races; the usual ones where its file is missing or broken."""
    return read_json(folder / FILE, Limits, VERSION, Limits.checked).value or Limits()


def write_limits(folder: Path, limits: Limits) -> None:
    """Set those of the folder; raises WriteError."""
    write_json(folder / FILE, limits, VERSION)
