"""``runs``: deleted races are listed apart, and come back."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from loadgen.cli.exit_codes import OK, USAGE
from loadgen.cli.program import main
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.user_library import user_library
from tests.loadgen.recording.recorded import STARTED_AT, frames, start, write


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RaceLibrary:
    """The user's, with two races."""
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "settings.json"))
    library = user_library()
    assert library is not None
    library.folder.mkdir()
    for minutes in (0, 1):
        begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(minutes=minutes))
        write(library.new_path(begin), frames(1.0))
    return library


def test_a_deleted_race_is_restored_by_the_command(
    library: RaceLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    newest, oldest = library.entries()
    library.delete(oldest)
    library.delete(newest)
    assert main(["runs", "--trash"]) == OK
    listed = capsys.readouterr().out
    assert listed.index(Path(newest.name).stem) < listed.index(Path(oldest.name).stem)
    assert main(["runs", "--restore", "last", "--restore", Path(oldest.name).stem]) == OK
    assert capsys.readouterr().out.splitlines() == [
        f"{Path(newest.name).stem} is restored.",
        f"{Path(oldest.name).stem} is restored.",
    ]
    assert library.entries() == [newest, oldest]


def test_what_is_not_in_the_trash_is_refused_in_a_sentence(
    library: RaceLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["runs", "--restore", "last"]) == USAGE
    assert "there is nothing to restore" in capsys.readouterr().err
    library.delete(library.entries()[0])
    assert main(["runs", "--restore", "1999"]) == USAGE
    assert "“runs --trash” lists all of them" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["runs", "--restore", "last", "words"])
    assert ended.value.code == USAGE


def test_limits_are_set_one_by_one_and_refused_out_of_range(
    library: RaceLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["runs", "--limit-races", "1"]) == OK
    assert "At most 1 races and 2,000 MiB are kept" in capsys.readouterr().out
    assert main(["runs", "--limit-mib", "500"]) == OK
    assert (library.limits.races, library.limits.mib) == (1, 500)
    oldest = library.entries()[-1]
    assert library.prune() == [oldest]
    with pytest.raises(SystemExit):
        main(["runs", "--limit-races", "0"])
    assert "1 to 100,000" in capsys.readouterr().err
    assert library.limits.races == 1
