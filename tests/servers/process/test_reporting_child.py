"""The parent's end of a child takes its messages, and nothing else that stands on its stdout."""

import asyncio

import msgspec
import pytest

from servers.process.reporting_child import ReportingChild
from tests.support.stopped_at_end import stopped_at_end

pytestmark = pytest.mark.process


class Announcement(msgspec.Struct, tag="ready"):
    pid: int


class Report(msgspec.Struct, tag="report"):
    number: int


class TalkativeChild(ReportingChild[Announcement, Report]):
    decoder = msgspec.json.Decoder(Announcement | Report)
    report_type = Report


def test_lines_that_are_no_messages_neither_end_nor_delay_it() -> None:
    numbers: list[int] = []

    async def run() -> None:
        second = asyncio.Event()

        def hear(report: Report) -> None:
            numbers.append(report.number)
            if report.number == 2:
                second.set()

        launching = TalkativeChild.launch(
            "tests.servers.process.children.talkative", on_report=hear, timeout_s=15.0
        )
        async with stopped_at_end(launching) as child, asyncio.timeout(15.0):
            await second.wait()
            assert (child.ready.pid, child.outcome) == (7, None)

    asyncio.run(run())
    assert numbers == [1, 2]
