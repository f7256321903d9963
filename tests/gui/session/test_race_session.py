"""The session's record of a race: what every exporter is given."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from gui.session.race_session import RaceSession
from loadgen.export.exporters import ExportOptions, exporter_for
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_document import encode_run
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.support.fake_race_thread import FakeRaceThread

if TYPE_CHECKING:
    from loadgen.model.frame import Frame


def test_the_run_document_holds_the_frames_of_the_race(qtbot: QtBot, tmp_path: Path) -> None:
    bridge = FakeRaceThread()
    session = RaceSession(bridge, RacePlan.default())
    expected: list[Frame] = []
    session.start()
    bridge.frame.connect(expected.append)
    bridge.play(3.0)
    path = tmp_path / "race.json"
    exporter_for(path).write(path, session.record(), ExportOptions())
    timeline, log = Timeline(session.timeline.started_at), FrameLog()
    for frame in expected:
        timeline.add(frame)
        log.add(frame)
    headless = RunRecord.of(session.shown, timeline, log, session.verdict)
    written = json.loads(path.read_bytes())["frames"]
    assert written
    assert written == json.loads(encode_run(headless))["frames"]


def test_another_race_begins_without_frames(qtbot: QtBot) -> None:
    bridge = FakeRaceThread()
    session = RaceSession(bridge, RacePlan.default())
    session.start()
    bridge.play(3.0)
    assert session.record().frames
    session.start()
    assert not session.record().frames
