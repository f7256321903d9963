"""Plans as they come on stdin: in pieces of any size, and the last one counts."""

import os
import threading

import msgspec

from loadgen.generator.plan_reader import PlanReader
from loadgen.model.load_plan import ClosedModel, LoadPlan, LoadRequest

URL = "http://127.0.0.1:8000/"
FILE = (LoadRequest("upload", "POST", (), b"x" * 4_194_304),)


def line(revision: int, requests: tuple[LoadRequest, ...]) -> bytes:
    plan = LoadPlan(revision=revision, url=URL, model=ClosedModel(revision), requests=requests)
    return msgspec.json.encode(plan) + b"\n"


def read(*pieces: bytes) -> list[LoadPlan]:
    """The plans that a reader tells of what it reads."""
    plans: list[LoadPlan] = []
    ended = threading.Event()
    reading, writing = os.pipe()
    try:
        PlanReader(plans.append, ended.set, reading).start()
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(writing, rest) :]
    finally:
        os.close(writing)
        assert ended.wait(20)
        os.close(reading)
    return plans


def test_a_plan_may_be_larger_than_a_pipe() -> None:
    (plan,) = read(line(1, FILE))
    assert plan.requests == FILE


def test_a_plan_may_come_in_pieces_and_need_not_end_its_line() -> None:
    whole = line(1, FILE[:0]) + line(2, (LoadRequest("x"),)).rstrip()
    plans = read(whole[:10], whole[10:50], whole[50:])
    assert plans[-1].revision == 2
    assert plans[-1].requests == (LoadRequest("x"),)


def test_a_plan_without_requests_has_those_of_the_one_before() -> None:
    plans = read(line(1, FILE), line(2, ()) + line(3, ()))
    assert plans[-1].revision == 3
    assert plans[-1].requests == FILE


def test_they_are_known_even_of_a_plan_that_was_overtaken() -> None:
    plans = read(line(1, FILE) + line(2, ()))
    assert plans[-1].revision == 2
    assert plans[-1].requests == FILE
