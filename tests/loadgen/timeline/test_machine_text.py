"""Who used the machine, in words."""

import pytest

from loadgen.model.frame import LaneId, MachineUse
from loadgen.timeline.machine_text import (
    busy_cores_words,
    cores_words,
    machine_details,
    machine_line,
    machine_shares,
    machine_words,
    whole_percents,
)

NAMES: dict[LaneId, str] = {"a": "Flask", "b": "FastAPI"}


def use(**cores: float) -> MachineUse:
    parts = {"generators": 0.0, "services": 0.0, "program": 0.0, "others": 0.0} | cores
    a, b = parts.pop("a", 0.0), parts.pop("b", 0.0)
    processors = parts.pop("processors", 2.0)
    idle = processors - a - b - sum(parts.values())
    return MachineUse(seconds=1, processors=processors, lanes={"a": a, "b": b}, idle=idle, **parts)


BUSY = use(a=0.94, b=0.4, generators=0.3, program=0.02, others=0.14)

WORDS = [
    (BUSY, "Flask 0.9, FastAPI 0.4, generators 0.3, other programs 0.1 of 2 cores"),
    (use(), "nobody of 2 cores"),
    (use(processors=1.0, others=1.0), "other programs 1.0 of 1 core"),
    (use(processors=1.5, a=0.5), "Flask 0.5 of 1.5 cores"),
]


@pytest.mark.parametrize(("machine", "words"), WORDS)
def test_in_a_sentence_stands_what_used_something(machine: MachineUse, words: str) -> None:
    assert machine_words(machine, NAMES) == words


def test_the_parts_of_the_bar_add_up() -> None:
    shares = machine_shares(BUSY, NAMES)
    assert [share.part for share in shares][-2:] == ["others", "idle"]
    assert sum(share.cores for share in shares) == pytest.approx(2.0)


def test_a_line_of_a_report_adds_up_to_100() -> None:
    line = machine_line(BUSY, NAMES)
    assert line == (
        "Processors: Flask 47 %, FastAPI 20 %, generators 15 %, this program 1 %, "
        "other programs 7 %, idle 10 % of 2 cores"
    )


def test_the_details_have_all_parts() -> None:
    lines = machine_details(machine_shares(BUSY, NAMES), "the last second").splitlines()
    assert lines[0] == "Who used the processors in the last second, of 2 cores:"
    assert lines[1] == "Flask: 0.94 cores, 47 %"
    assert len(lines) == 8


PERCENTS = [
    ([1.0, 1.0, 1.0], [34, 33, 33]),
    ([0.0, 0.0], [0, 0]),
    ([2.0], [100]),
    ([0.004, 0.004, 1.992], [0, 0, 100]),
    ([0.005, 0.015, 0.98], [1, 1, 98]),
]


@pytest.mark.parametrize(("parts", "expected"), PERCENTS)
def test_whole_per_cent_add_up_to_100(parts: list[float], expected: list[int]) -> None:
    assert whole_percents(parts) == expected


@pytest.mark.parametrize(
    ("cores", "own", "words"),
    [
        (1, False, "the only core is busy"),
        (2, False, "both cores are busy"),
        (8, False, "all 8 cores are busy"),
        (1.5, False, "all 1.5 cores are busy"),
        (1, True, "its core is busy"),
        (2, True, "its 2 cores are busy"),
    ],
)
def test_that_no_core_is_free(cores: float, own: bool, words: str) -> None:
    assert busy_cores_words(cores, own=own) == words
    assert cores_words(cores) in words or cores in (1, 2)
