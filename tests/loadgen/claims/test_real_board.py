"""Claims put to the test with real servers, and ended by Ctrl-C."""

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from loadgen.claims.board_run import BoardRun
from loadgen.claims.claim import ContractTest
from loadgen.claims.claim_list import claim
from loadgen.race.session_services import session_services
from loadgen.recording.race_recording import RaceRecording
from tests.support import program

pytestmark = [pytest.mark.process, pytest.mark.slow]


def test_a_mounted_app_answers_as_flask_does() -> None:
    """Of the claim about migration, what its rule decides by: without its race."""
    asked = ContractTest(applications=("flask", "fastapi-mounted"))
    short = replace(claim("migration"), tests=(asked,))

    async def run() -> BoardRun:
        board = BoardRun([short], session_services(), RaceRecording(None, print))
        await board.run()
        return board

    (judged,) = asyncio.run(run()).judgements
    assert judged.ruling.outcome == "holds"
    (tally,) = judged.tallies
    assert tally.number == tally.of > 30


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_ends_the_board_and_its_servers(tmp_path: Path) -> None:
    out = tmp_path / "board.json"
    out.write_text("an earlier board", "utf-8")
    with program.running("claims", "drift", "threads", "--no-keep", "--out", str(out)) as process:
        parent = psutil.Process(process.pid)
        children: list[psutil.Process] = []
        while not children:
            assert process.poll() is None
            children = parent.children(recursive=True)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert psutil.wait_procs(children, 10)[1] == []
    assert out.read_text("utf-8") == "an earlier board"  # nothing was decided
