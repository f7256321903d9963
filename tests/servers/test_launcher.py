"""A server is ready when it answers as itself; otherwise a sentence says why not."""

import asyncio
import os
import signal
import socket
import time

import pytest

from servers.launcher import RunningServer, start_server
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import LaunchError
from tests.support.best_of import best_of
from tests.support.started_server import started
from tests.support.wait_until import until

pytestmark = pytest.mark.process

CHILDREN = "tests.servers.process.children"


def refused(module: str, timeout_s: float = 10.0, **environment: str) -> LaunchError:
    with pytest.raises(LaunchError) as caught:
        asyncio.run(
            start_server("flask", {}, module=module, timeout_s=timeout_s, environment=environment)
        )
    return caught.value


def test_a_server_announces_where_and_what_it_is() -> None:
    async def start() -> tuple[RunningServer, Outcome]:
        async with started("flask", {"threads": 7}) as server:
            return server, await server.stop()

    server, outcome = asyncio.run(start())
    assert outcome == Outcome("exited", 0)
    assert server.ready.variant == "flask"
    assert server.ready.pid == server.pid
    assert server.url == f"http://127.0.0.1:{server.ready.port}"
    threads = next(each for each in server.ready.settings if each.key == "threads")
    assert (threads.value, threads.default, threads.differs) == ("7", "4", True)


def test_one_that_exits_at_once_is_told_with_its_words() -> None:
    error = refused(f"{CHILDREN}.exits_at_once")
    assert str(error) == "The server ended before it was ready (exit 1)."
    assert error.last_lines == ("no such thing",)


def test_one_that_stays_silent_is_stopped() -> None:
    assert "not ready within 0.3 s" in str(refused(f"{CHILDREN}.silent", timeout_s=0.3))


def test_a_stranger_on_the_port_is_never_measured(running: dict[str, RunningServer]) -> None:
    port = str(running["flask"].ready.port)
    assert "Something else answers" in str(refused(f"{CHILDREN}.impostor", IMPOSTOR_PORT=port))


def test_an_address_where_nobody_answers_is_told() -> None:
    with socket.socket() as bound_but_not_listening:
        bound_but_not_listening.bind(("127.0.0.1", 0))
        port = str(bound_but_not_listening.getsockname()[1])
        assert "does not answer there" in str(refused(f"{CHILDREN}.impostor", IMPOSTOR_PORT=port))


def test_bad_settings_are_told_in_the_servers_own_words() -> None:
    with pytest.raises(LaunchError) as caught:
        asyncio.run(start_server("flask", {"threads": 0}))
    assert caught.value.last_lines == ("Threads takes a whole number from 1 to 512.",)


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.2, 0.4])
def test_starting_may_be_cancelled_at_any_moment(after_s: float) -> None:
    async def cancel() -> None:
        starting = asyncio.create_task(start_server("fastapi", {"workers": 2}))
        await asyncio.sleep(after_s)
        starting.cancel()
        await asyncio.wait([starting])
        if not starting.cancelled():
            await starting.result().stop()

    asyncio.run(cancel())


def test_a_frozen_server_is_known_by_its_silence() -> None:
    async def freeze() -> Outcome:
        async with started("flask") as server:
            os.kill(server.pid, signal.SIGSTOP)
            await until(lambda: time.monotonic() - server.last_heard > 0.5)
            os.kill(server.pid, signal.SIGCONT)
            await until(lambda: time.monotonic() - server.last_heard < 0.2)
            os.kill(server.pid, signal.SIGSTOP)
            return await server.stop(grace_s=0.5)

    assert asyncio.run(freeze()).kind == "killed"


def test_a_server_that_is_killed_tells_so_at_once() -> None:
    async def seconds_to_tell() -> float:
        async with started("fastapi") as server:
            began = time.monotonic()
            os.kill(server.pid, signal.SIGKILL)
            assert await server.wait() == Outcome("crashed", -signal.SIGKILL)
            return time.monotonic() - began

    assert best_of(3, lambda: asyncio.run(seconds_to_tell()), 1.0) < 1.0
