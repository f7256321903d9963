"""When the generator itself stood still, nothing of that becomes anybody's latency."""

import asyncio
import os
import signal
import sys
import time

import pytest

from loadgen.generator.client.connection_registry import STALL_S, ConnectionRegistry
from loadgen.generator.client.request import PreparedRequest
from loadgen.generator.client.transport import LoadTransport
from loadgen.generator.generator import Generator
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, LoadPlan, Model, OpenModel
from loadgen.model.snapshot import Snapshot
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.processes import Child, serving
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer


def test_a_suspended_machine_voids_the_interval_and_takes_no_time_off_latencies(run: Run) -> None:
    """Latencies are by ``perf_counter``, which did not go on meanwhile."""

    async def main() -> None:
        suspended_s = 0.0
        generator = Generator(lambda: time.perf_counter() + suspended_s)
        async with ScriptedServer(Answer(then="wait")).running() as server:
            with generator.running(lambda: None):
                generator.follow(LoadPlan(revision=1, url=server.url, model=ClosedModel(1)))
                while not server.requests:  # noqa: ASYNC110 (the server tells nobody)
                    await asyncio.sleep(0.002)
                arrived_at = time.perf_counter()
                generator.snapshot()
                waited_s = time.perf_counter() - arrived_at
                suspended_s = 3_600
                # The interval of the pause, and the next, which finds what arrived meanwhile.
                assert [generator.snapshot().valid for _ in range(3)] == [False, False, True]
                server.released.set()
                while not (latency := generator.snapshot().latency).count:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
                assert LatencyHistogram().add(latency).max_s > waited_s / 2
                generator.follow(LoadPlan(revision=2, url=server.url, model=ClosedModel(0)))
                final = await generator.stop()
        assert final.totals.unaccounted == final.totals.failures == 0

    run(main())


def test_time_stood_still_is_taken_off_a_request_under_way(run: Run) -> None:
    async def main() -> None:
        group = ConnectionRegistry()
        async with ScriptedServer(Answer(then="wait")).running() as server:
            request = PreparedRequest("GET", server.url, timeout_s=0.5)
            transport = LoadTransport(group=group)
            sending = asyncio.create_task(transport.handle_async_request(request))
            while not server.requests:  # noqa: ASYNC110 (the server tells nobody)
                await asyncio.sleep(0.002)
            await asyncio.sleep(0.1)
            group.forgive(0.09)
            server.released.set()
            response = await sending
            assert response.latency_s < time.perf_counter() - response.sent_at - 0.09
            await transport.aclose()

    run(main())


def test_a_deadline_that_passed_while_standing_still_is_no_timeout(run: Run) -> None:
    async def main() -> None:
        group = ConnectionRegistry()
        async with ScriptedServer(Answer(pause_s=0.05)).running() as server:
            request = PreparedRequest("GET", server.url, timeout_s=STALL_S / 2)
            transport = LoadTransport(group=group)
            sending = asyncio.create_task(transport.handle_async_request(request))
            while not server.requests:  # noqa: ASYNC110 (the server tells nobody)
                await asyncio.sleep(0)
            time.sleep(STALL_S + 0.1)  # noqa: ASYNC251 (that is what is tested)
            group.forgive(STALL_S + 0.1)
            assert (await sending).status_code == 200
            await transport.aclose()

    run(main())


def _longest_s(snapshot: Snapshot) -> float:
    return max(LatencyHistogram().add(snapshot.latency).max_s, snapshot.service.max_s)


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")
@pytest.mark.parametrize("model", [ClosedModel(8), OpenModel(400)], ids=["closed", "open"])
def test_a_generator_that_was_stopped_voids_the_interval(child: Child, model: Model) -> None:
    with serving(Answer(pause_s=0.01)) as server:
        child.follow(server.url, model)
        while child.snapshot().totals.ok < 50:
            pass
        os.kill(child.process.pid, signal.SIGSTOP)
        time.sleep(3 * STALL_S)  # nothing happens meanwhile that could be waited for
        os.kill(child.process.pid, signal.SIGCONT)
        void = child.snapshot()
        while void.valid:
            void = child.snapshot()
        after = void
        while not (after.valid and after.totals.ok > void.totals.ok + 50):
            after = child.snapshot()
        rest, err, code = child.end()
    snapshots = [void, after, *rest]
    assert (err, code) == ("", 0)
    assert all(_longest_s(each) < 2 * STALL_S for each in snapshots if each.valid)
    assert snapshots[-1].totals.unaccounted == snapshots[-1].totals.failures == 0
    if isinstance(model, OpenModel):
        # What was due meanwhile is not made up for.
        assert after.totals.dropped > 400 * 2 * STALL_S
        assert snapshots[-1].totals.dropped == after.totals.dropped
