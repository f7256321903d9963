"""Who used the machine, in words and parts for a bar."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from loadgen.model.frame import LANES, LaneId, MachineUse
from loadgen.model.number_format import trimmed

Part = Literal["a", "b", "generators", "services", "program", "others", "idle"]

_NAMES: dict[Part, str] = {
    "generators": "generators",
    "services": "services",
    "program": "this program",
    "others": "other programs",
    "idle": "idle",
}

LEAST_CORES = 0.05
"""What is less is not named in words; it is in the bar."""


class MachineShare(NamedTuple):
    """One part of the machine bar: its name and how many cores it used."""

    part: Part
    name: str
    cores: float

    @property
    def text(self) -> str:
        """``Flask 0.9``."""
        return f"{self.name} {tenths(self.cores)}"


def machine_shares(use: MachineUse, names: Mapping[LaneId, str]) -> tuple[MachineShare, ...]:
    """All parts in the order of the bar, ``idle`` last; their sum is ``use.processors``."""
    lanes = [MachineShare(id_, names[id_], use.lanes.get(id_, 0.0)) for id_ in LANES]
    rest: tuple[tuple[Part, float], ...] = (
        ("generators", use.generators),
        ("services", use.services),
        ("program", use.program),
        ("others", use.others),
        ("idle", use.idle),
    )
    return (*lanes, *(MachineShare(part, _NAMES[part], cores) for part, cores in rest))


def machine_words(use: MachineUse, names: Mapping[LaneId, str], separator: str = ", ") -> str:
    """``Flask 0.9, FastAPI 0.4, generators 0.3, other programs 0.1 of 2 cores``."""
    shares = machine_shares(use, names)[:-1]
    told = [share.text for share in shares if share.cores >= LEAST_CORES]
    return f"{separator.join(told) or 'nobody'} of {cores_words(use.processors)}"


def machine_line(use: MachineUse, names: Mapping[LaneId, str]) -> str:
    """``Processors: Flask 45 %, FastAPI 20 %, other programs 5 %, idle 30 % of 2 cores``."""
    shares = machine_shares(use, names)
    percents = whole_percents([share.cores for share in shares])
    told = [f"{share.name} {n} %" for share, n in zip(shares, percents, strict=True) if n]
    return f"Processors: {', '.join(told)} of {cores_words(use.processors)}"


def machine_details(shares: Sequence[MachineShare], when: str) -> str:
    """All parts with their share of the processors, a line each; they add up to 100 %.

    ``when`` is the time that they are of: ``the last second``.
    """
    whole = sum(share.cores for share in shares)
    lines = [f"Who used the processors in {when}, of {cores_words(whole)}:"]
    for share, part in zip(shares, whole_percents([each.cores for each in shares]), strict=True):
        lines.append(f"{share.name}: {share.cores:.2f} cores, {part} %")
    return "\n".join(lines)


def whole_percents(parts: Sequence[float]) -> list[int]:
    """Parts of their sum in whole per cent that add up to 100: the largest remainders round up."""
    whole = sum(parts)
    if whole <= 0:
        return [0] * len(parts)
    exact = [100 * part / whole for part in parts]
    floors = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: floors[n] - exact[n])
    for n in by_remainder[: 100 - sum(floors)]:
        floors[n] += 1
    return floors


def cores_words(cores: float) -> str:
    """``1 core``, ``2 cores``, ``1.5 cores``."""
    cores = round(cores, 3)
    return f"{trimmed(cores)} core{'' if cores == 1 else 's'}"


def busy_cores_words(cores: float, *, own: bool = False) -> str:
    """That all of them are busy, with ``own`` those that a lane is bound to.

    ``both cores are busy``.
    """
    if own:
        return "its core is busy" if cores == 1 else f"its {cores_words(cores)} are busy"
    if cores == 1:
        return "the only core is busy"
    if cores == 2:
        return "both cores are busy"
    return f"all {cores_words(cores)} are busy"


def tenths(cores: float) -> str:
    """Cores with one digit after the point, as all parts of one bar are written."""
    return f"{cores:.1f}"
