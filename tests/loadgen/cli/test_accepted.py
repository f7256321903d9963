"""What the command line on argparse accepted, click accepts with the same meaning."""

from typing import Any

import pytest

from loadgen.cli.arguments import RunRequest, parse
from loadgen.cli.program import main
from loadgen.export.exporters import EXPORTERS
from tests.loadgen.cli.accepted import INVOCATIONS, REFUSED, SHOWN, USUAL, departures
from tests.support.every_case import every_case


@every_case(("words", "meaning"), INVOCATIONS)
def test_an_invocation_means_what_it_meant(
    words: tuple[str, ...], meaning: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACEOFF_DATABASE_URL", "")  # restored after the test
    request = parse(["run", *words], EXPORTERS)
    assert isinstance(request, RunRequest)
    assert departures(request) == USUAL | meaning


@every_case("words", REFUSED)
def test_what_was_refused_is_refused_in_one_sentence(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    sentence, where = told.err.splitlines()
    assert sentence.endswith((".", "?"))
    assert where.startswith("See “main.py")


@every_case("words", SHOWN)
def test_help_and_version_go_to_stdout(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    told = capsys.readouterr()
    assert told.out
    assert told.err == ""


@pytest.mark.parametrize("command", [[], ["run"], ["check-instrument"]])
def test_help_fits_into_80_columns(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith("Log file")] == []
