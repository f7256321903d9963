"""Whatever a server sends, whenever it sends it: a whole generator keeps its books.

Hypothesis makes up servers: byte streams, valid responses that were damaged, cuts and pauses, ends
of every kind. A generator with some users is set on each, over real sockets. FACEOFF_FUZZ_EXAMPLES
says how many servers it is; ``FACEOFF_FUZZ_EXAMPLES=5000`` is a deep run of half an hour.
"""

import asyncio
import math
import os
import time
from itertools import pairwise

import msgspec
import pytest
import uvloop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loadgen.generator.client.connection_registry import SWEEP_S
from loadgen.generator.generator import Generator
from loadgen.model.load_plan import ClosedModel, LoadPlan, Model, OpenModel
from loadgen.model.snapshot import Requests
from tests.loadgen.generator.conformance.cases import EVERYTHING
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

EXAMPLES = int(os.environ.get("FACEOFF_FUZZ_EXAMPLES", "30"))
USERS = 6
THEN = (ClosedModel(1), ClosedModel(2 * USERS), OpenModel(100), OpenModel(2_000, max_in_flight=8))
TIMEOUT_S = 0.08
LOAD_S = 0.1
# The machine may be busy with something else for as long.
SLACK_S = 3.0
# ``generator`` would be a failure of ours that nobody has classified.
KINDS = {"refused", "reset", "timeout", "protocol", "status"}

_LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
_PIECES = (b"\r", b"\n", b"\r\n", b" ", b":", b",", b";", b"0", b"5", b"ffffffffff", b"\0", b"\xff")


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """A response that was valid, or nearly, and what became of it."""
    data = draw(st.sampled_from(EVERYTHING))[2]
    for _ in range(draw(st.integers(0, 4))):
        at = math.floor(draw(st.floats(0, 1)) * len(data))
        put = draw(st.sampled_from(_PIECES) | st.binary(max_size=8))
        data = data[:at] + put + data[at + draw(st.integers(0, 8)) :]
    return data


@st.composite
def _answers(draw: st.DrawFn) -> Answer:
    whole = draw(_damaged() | st.just(HELLO) | st.binary(max_size=200))
    cuts = draw(st.lists(st.integers(0, max(len(whole), 1)), max_size=4).map(sorted))
    parts = tuple(whole[a:b] for a, b in pairwise([0, *cuts, len(whole)]) if a < b)
    return Answer(
        parts,
        draw(st.sampled_from(["keep", "keep", "close", "reset", "hold"])),
        draw(st.sampled_from([0.0, 0.0, 0.001, 0.02])),
    )


class _InTurn(ScriptedServer):
    """Its answers over and over, so that all of them are met."""

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        self.answers.append(self.answers[0])
        return await super()._answer(reader, writer)


async def _load(answers: list[Answer], change_after_s: float, then: Model) -> Requests:
    """What became of the requests; everything but their kinds is checked here. ``then`` is what
    follows on some users.
    """
    async with _InTurn(*answers).running() as server:
        generator = Generator()
        plan = LoadPlan(
            revision=1,
            url=server.url,
            model=ClosedModel(USERS),
            timeout_s=TIMEOUT_S,
            drain_s=SLACK_S,
        )
        generator.follow(plan)
        await asyncio.sleep(change_after_s)
        assert generator.recorder.totals().unaccounted == 0
        generator.follow(msgspec.structs.replace(plan, revision=2, model=then))
        await asyncio.sleep(LOAD_S - change_after_s)
        assert generator.recorder.totals().unaccounted == 0
        begun = time.monotonic()
        totals = (await generator.stop()).totals
        # Nothing outlives its deadline, so nothing is left to cancel.
        assert time.monotonic() - begun < TIMEOUT_S + SWEEP_S + SLACK_S
        assert totals.unaccounted == totals.in_flight == 0
        assert totals.scheduled == totals.sent + totals.dropped
        assert totals.cancelled == 0
        await asyncio.wait_for(server.until_open(0), SLACK_S)  # no socket of ours is left
        return totals


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.lists(_answers(), min_size=1, max_size=5),
    st.floats(0, LOAD_S),
    st.sampled_from(THEN),
    st.sampled_from(sorted(_LOOPS)),
)
def test_the_books_are_kept_whatever_a_server_does(
    answers: list[Answer], change_after_s: float, then: Model, loop: str
) -> None:
    with asyncio.Runner(loop_factory=_LOOPS[loop]) as runner:
        totals = runner.run(_load(answers, change_after_s, then))
    assert totals.sent > 0
    assert totals.failed.keys() <= KINDS
