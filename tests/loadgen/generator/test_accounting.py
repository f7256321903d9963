"""Every request ends in exactly one bucket, whatever happens."""

import asyncio
import random
import time
from typing import Any

import pytest

from loadgen.generator.client.transport import LoadTransport
from loadgen.generator.models import closed_model
from loadgen.model.load_plan import OpenModel
from tests.loadgen.generator.framing_cases import CASES
from tests.loadgen.generator.load import HOLD, Load, check, run
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow

KINDS = {
    "status": Answer((CASES["500"],)),
    "reset": Answer((HELLO[:10],), "close"),
    "protocol": Answer((b"nonsense\r\n\r\n",), "hold"),
    "timeout": HOLD,
}


@pytest.mark.parametrize("kind", KINDS)
def test_failures_are_counted_once_by_kind(kind: str) -> None:
    async def test(load: Load) -> None:
        load.plan(2, timeout_s=0.05)
        totals = await load.until(lambda totals: totals.failures >= 6)
        assert set(totals.failed) == {kind}
        assert totals.ok == 0

    check(test, KINDS[kind])


def test_a_server_that_goes_and_comes_back() -> None:
    async def main() -> None:
        first = ScriptedServer(Answer(pause_s=0.001))
        load = Load(first)
        async with first.running() as server:
            load.plan(5)
            await load.until(lambda totals: totals.ok > 50)
        begun = time.monotonic()
        gone = load.totals
        await load.until(lambda totals: totals.failed.get("refused", 0) >= 15)
        # Each waits 50 ms after its first failure and twice as long after each further one.
        assert time.monotonic() - begun > closed_model.BACK_OFF_S
        assert load.totals.sent - gone.sent < 60
        async with ScriptedServer().running(server.port):
            await load.until(lambda totals: totals.ok > gone.ok + 50)
            totals = await load.stop()
        assert set(totals.failed) <= {"refused", "reset"}
        assert totals.failed["reset"] <= 5

    run(main())


def test_a_bug_of_ours_is_counted_and_not_blamed_on_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(LoadTransport, "handle_async_request", fail)

    async def test(load: Load) -> None:
        load.plan(1)
        totals = await load.until(lambda totals: totals.failures >= 1)
        assert set(totals.failed) == {"generator"}

    check(test)


@pytest.mark.parametrize("seed", range(6))
def test_the_law_of_accounting_holds_whatever_happens(seed: int) -> None:
    rng = random.Random(seed)
    answers = [
        Answer(),
        Answer(),
        Answer((CASES["chunked"],)),
        Answer((CASES["404"],)),
        Answer((HELLO[:30], HELLO[30:]), pause_s=0.003),
        Answer((HELLO[:30],), "close"),
        Answer((), "reset"),
        Answer((CASES["length and close"],), "close"),
        Answer((b"nonsense\r\n\r\n",), "hold"),
        HOLD,
    ]

    class Erratic(ScriptedServer):
        async def _answer(self, *streams: Any) -> bool:
            self.answers = [rng.choice(answers)]
            return await super()._answer(*streams)

    async def main() -> None:
        load = Load(Erratic())
        for _ in range(4):  # the server goes and comes back, on whatever port
            async with load.server.running():
                for _ in range(15):
                    parts = {
                        "url": load.server.url + rng.choice(["", "/a"]),
                        "timeout_s": rng.choice([0.02, 5.0]),
                        "drain_s": rng.choice([0.0, 0.1]),
                    }
                    if rng.random() < 0.5:
                        load.plan(rng.choice([0, 1, 2, 10, 40]), **parts)
                    else:
                        model = OpenModel(
                            rng.choice([1, 50, 500]), rng.choice([1, 40]), rng.choice([0, 0, 1, 5])
                        )
                        load.follow(model, **parts)
                    for _ in range(rng.randrange(8)):
                        await asyncio.sleep(rng.choice([0, 0.001, 0.003]))
                        assert load.totals.unaccounted == 0
        totals = await load.stop()
        assert totals.sent > 20

    run(main())


def test_the_end_waits_for_answers_under_way() -> None:
    async def test(load: Load) -> None:
        load.plan(8, drain_s=5.0)
        await load.until(lambda totals: totals.in_flight == 8)
        totals = await load.stop()
        assert (totals.ok, totals.cancelled) == (8, 0)

    check(test, Answer((HELLO[:-1], HELLO[-1:]), pause_s=0.1))
