"""The front as a server: two apps behind it, of which each gets what is marked for it."""

import asyncio

import psutil
import pytest

from servers.catalog.migration import MIGRATION_FRONT
from servers.catalog.migration_stages import APP_HEADER, NEW_APP
from servers.catalog.parameter import defaults
from servers.catalog.shop_scenario import SHOP_SCENARIO
from servers.launcher import start_server
from servers.telemetry.messages import Telemetry
from tests.support.http_client import ask

pytestmark = pytest.mark.process
WITHIN_S = 30.0


async def server_header(port: int, headers: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /items/1 HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n{headers}\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    return next(line for line in head.lower().split(b"\r\n") if line.startswith(b"server: "))


async def use_front() -> tuple[list[Telemetry], str, int]:
    """What it reported, its last lines after one of its apps was killed, and its exit code."""
    reports: list[Telemetry] = []
    counted = asyncio.Event()

    def take(report: Telemetry) -> None:
        reports.append(report)
        if (report.new_app_percent or 0) > 50:  # of the two requests before, half were
            counted.set()

    front = await start_server(MIGRATION_FRONT.key, {"stage": 9}, on_telemetry=take)
    try:
        (behind,) = (each for each in front.ready.settings if each.key == "upstreams")
        assert (behind.value, behind.differs) == ("stages 0 and 9", False)
        port = front.ready.port
        assert await server_header(port, "") == b"server: waitress"
        assert await server_header(port, f"{APP_HEADER}: {NEW_APP}\r\n") == b"server: uvicorn"
        counted.clear()
        chosen = defaults(SHOP_SCENARIO.parameters) | {"new_percent": 100}
        for each in {*SHOP_SCENARIO.requests(chosen)}:
            answer = await asyncio.to_thread(ask, port, each)
            assert answer.status in (200, 201), each.target
        await counted.wait()
        children = psutil.Process(front.pid).children()
        assert len(children) == 2
        children[0].kill()
        outcome = await front.wait()
    finally:
        await front.stop()
    _, left = psutil.wait_procs(children, timeout=WITHIN_S)
    assert not left
    return reports, "\n".join(front.last_lines), outcome.returncode


def test_each_app_gets_what_is_marked_for_it_and_the_front_ends_with_one_of_them() -> None:
    async def test() -> tuple[list[Telemetry], str, int]:
        async with asyncio.timeout(WITHIN_S):
            return await use_front()

    reports, last_lines, code = asyncio.run(test())
    # The figures are those of all three processes.
    assert reports[-1].processes == 3
    assert reports[-1].parts == ()
    assert reports[-1].rss_mib > 80
    assert "An app behind the front ended: " in last_lines
    assert code == 1
