"""Several races, a sweep and a claims board on one page, which opens again as the races."""

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from loadgen.claims.board_document import BoardDocument, encode_board
from loadgen.cli.program import main
from loadgen.model.race_plan import RacePlan
from loadgen.recording.find_race import open_race, open_run, races_in_report
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STOP, start
from tests.support.html_checker import Checker
from tests.support.synthetic_frames import Side, SyntheticFrames


def _write(path: Path, plan: RacePlan, per_tick: int) -> Path:
    a, b = Side(per_tick=per_tick, jitter=1), Side(per_tick=120, latency_ms=6, jitter=5)
    writer = RaceWriter(path, start(plan))
    for frame in SyntheticFrames().frames(12, a, b):
        writer.add(frame)
    writer.stop(STOP)
    return path


@pytest.fixture(scope="module")
def races(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, plan = tmp_path_factory.mktemp("races"), RacePlan.default()
    other = msgspec.structs.replace(plan, scenario="hello", parameters={}).checked()
    made = [("one", plan, 10), ("two", plan, 20), ("other", other, 30)]
    return [_write(folder / f"{name}.faceoff", plan, n) for name, plan, n in made]


def _page(out: Path) -> str:
    checker = Checker()
    checker.feed(out.read_text("utf-8"))
    assert checker.open == []
    assert checker.addresses == []
    assert len(set(checker.ids)) == len(checker.ids)
    return " ".join(" ".join(checker.text).split())


def test_a_report_of_several_races_has_their_comparison_and_opens_as_each(
    races: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "both.html"
    assert main(["report", str(races[0]), str(races[1]), "--out", str(out)]) == 0
    said = _page(out)
    assert "Comparison" in said
    assert re.search(
        r"Throughput 99.5/s \(.*?\) 200/s \(.*?\) about 2.0 times as much \(1.9 to 2.1\)", said
    )
    found = [open_run(each) for each in races_in_report(out)]
    answered = [run.timeline.lane("a").requests.ok for run in found]
    assert answered == [open_run(each).timeline.lane("a").requests.ok for each in races[:2]]
    assert open_race(Path(f"{out}#2")).frames == open_race(races[1]).frames
    assert main(["compare", str(out), f"{out}#2"]) == 0


def test_of_unlike_races_the_report_says_why_they_are_not_compared(
    races: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "unlike.html"
    assert main(["report", str(races[0]), str(races[2]), "--out", str(out)]) == 0
    said = _page(out)
    assert "These races did different work (" in said
    assert "Change" not in said


def test_a_race_that_is_not_in_a_report_is_a_sentence(races: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "one.html"
    assert main(["report", str(races[0]), "--out", str(out)]) == 0
    with pytest.raises(RaceFileError, match=r"no race 2 in .*: it has 1"):
        open_run(Path(f"{out}#2"))


def test_a_board_and_a_sweep_are_tables(tmp_path: Path) -> None:
    board, out = tmp_path / "board.json", tmp_path / "board.html"
    board.write_bytes(
        encode_board(
            BoardDocument(
                written_at=datetime(2026, 11, 27, tzinfo=UTC),
                environment={"cpu": "<b>cpu</b>"},
                complete=True,
                claims=(),
            )
        )
    )
    assert main(["report", "--claims", str(board), "--out", str(out)]) == 0
    assert "<b>cpu</b>" in _page(out)  # as text


@pytest.mark.parametrize("option", ["--sweep", "--claims"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b'{"environment": 1e999}'])
def test_another_file_is_refused_in_a_sentence(
    option: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    assert main(["report", option, str(file), "--out", str(tmp_path / "page.html")]) == 2
    said = capsys.readouterr().err
    assert "file.json” is no " in said
    assert not (tmp_path / "page.html").exists()
