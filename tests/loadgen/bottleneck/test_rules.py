"""What limits a lane: each rule, its borders, its place among the others, what is not known."""

from dataclasses import replace
from typing import Any, get_args

from loadgen.bottleneck.inputs import BottleneckInputs
from loadgen.bottleneck.rules import Kind, bottleneck
from tests.loadgen.bottleneck.bottleneck_cases import (
    CALM,
    CASES,
    CLIENT,
    FULL_MACHINE,
    GIL,
    IDLE_MACHINE,
    THREADS,
    TOKENS,
    UNEVEN,
    full,
)
from tests.support.every_case import every_case


@every_case(("seen", "kind", "sentence"), CASES)
def test_the_first_rule_that_holds_names_the_limit(
    seen: dict[str, Any], kind: Kind, sentence: str
) -> None:
    found = bottleneck(replace(CALM, **seen))
    assert found.kind == kind, found.sentence
    assert found.sentence.startswith(sentence)
    assert not found.sentence.endswith(".")
    assert len(found.brief) <= 50, "a brief sentence fits beside a name and a button"
    assert not any(sign in found.brief for sign in ":;")
    assert found.brief or len(found.sentence) <= 70


def test_without_any_evidence_nothing_is_claimed() -> None:
    assert bottleneck(BottleneckInputs()).kind == "unknown"


@every_case(
    ("seen", "detail"),
    [
        (THREADS, "Its ceiling is 4 ÷ 50 ms = 80/s."),
        (THREADS | {"wait_ms": None}, ""),
        (TOKENS, "Its ceiling is 40 ÷ 50 ms = 800/s."),
        ({"backends": full()}, "Its ceiling is 10 ÷ 50 ms = 200/s."),
        ({"cpu_cores": 0.97}, ""),
        ({"generator_limited": 1.0}, "The server: CPU 30 %."),
        ({"generator_limited": 1.0, "cpu_cores": None}, ""),
        ({"cpu_wait": 0.1}, "CPU used 30 %, waited for a processor 10 %."),
        ({"cpu_wait": 0.04}, "CPU 30 %."),
        (
            {"machine": FULL_MACHINE, "cpu_cores": 0.6},
            "Flask 0.9, FastAPI 0.5, generators 0.3, other programs 0.2 of 2 cores.",
        ),
        (
            {"machine": IDLE_MACHINE, "cpu_cores": 0.6, "cpu_wait": 0.35},
            "CPU used 60 %, waited for a processor 35 %.",
        ),
        (UNEVEN, "2 waiting there, 3 of the others are idle."),
        (UNEVEN | {"spare_processes": 1.0, "full_queued": 0.0}, "1 of the others is idle."),
        (GIL, "Bound to one core they would not."),
        (CLIENT, "CPU 97 %. Another client may need less: it is a setting of the lane."),
        ({}, "CPU 30 %."),
        ({"cpu_cores": None}, ""),
    ],
)
def test_what_that_means(seen: dict[str, Any], detail: str) -> None:
    assert bottleneck(replace(CALM, **seen)).detail == detail


def test_a_sentence_and_its_figures_are_the_same() -> None:
    """Of a core that is wanted, what is used and what is waited add up when they are rounded."""
    for used in range(120):
        for wait in range(0, 110, 3):
            seen = replace(CALM, cpu_cores=used / 100 + 0.004, cpu_wait=wait / 100 + 0.004)
            found = bottleneck(seen)
            if found.kind != "cpu":
                continue
            used_percent = found.figures["cpu_used_percent"]
            wanted = used_percent + found.figures["cpu_wait_percent"]
            assert used_percent >= 84.5 or 89 <= wanted <= 101
            told = f"CPU wanted {wanted:.0f} %" if used_percent < 84.5 else "full: "
            assert told in found.sentence or found.sentence.startswith("CPU of one core ")
            assert found.detail == ""


def test_every_kind_has_a_case() -> None:
    assert {kind for _, kind, _ in CASES} == set(get_args(Kind))
