"""``demo``, ``run --demo`` and ``--export-demo``."""

from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from loadgen.cli.arguments import RunRequest, parse
from loadgen.cli.demonstration_commands import DemonstrationRequest
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.option_values import option_values
from loadgen.cli.program import main
from loadgen.cli.race_options import RaceOptions
from loadgen.demonstration.demonstration import Demonstration
from loadgen.demonstration.gallery import find_demonstration, gallery_keys
from loadgen.demonstration.toml_document import read_demonstration, write_demonstration
from loadgen.export.exporters import EXPORTERS
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan, load_parameters

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's demonstrations."""
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "settings.json"))
    return tmp_path / "demos"


def plan(*words: str) -> RacePlan:
    request = parse(["run", *words], EXPORTERS)
    assert isinstance(request, RunRequest)
    return request.plan


def same(one: RacePlan, other: RacePlan) -> bool:
    """Whether they race the same; the metric means nothing where it is not waited for."""
    if not other.until_clear:
        one = msgspec.structs.replace(one, clear_metric=other.clear_metric)
    return one == other


@pytest.mark.parametrize("key", gallery_keys())
def test_run_races_the_plan_of_a_demonstration(key: str) -> None:
    assert same(plan("--demo", key), find_demonstration(key).plan)


def test_what_is_typed_has_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    wait = find_demonstration("wait").plan
    changed = plan("--demo", "wait", "--duration", "3", "--set", "a.threads=64")
    lanes = wait.lanes | {"a": LaneChoice.of("flask", threads=64)}
    assert changed == msgspec.structs.replace(wait, duration_s=3, lanes=lanes)
    monkeypatch.setenv("FACEOFF_RUN_TIMEOUT", "7")
    assert plan("--demo", "wait").timeout_s == 7


def test_what_belongs_to_another_choice_falls_away() -> None:
    assert plan("--demo", "wait", "--a", "flask-gevent").lanes["a"].variant == "flask-gevent"
    assert plan("--demo", "wait", "--scenario", "cpu").parameters == {"primes_below": 2000}
    assert plan("--demo", "wait", "--rate", "50").model == OpenModel(50.0)
    assert plan("--demo", "omission", "--concurrency", "5").model == ClosedModel(5)
    assert plan("--demo", "same", "--mode", "together").block_s == RacePlan.default().block_s


PLANS = [
    RacePlan.default(),
    msgspec.structs.replace(RacePlan.default(), model=OpenModel(500.0, 9, 8), timeout_s=7),
    msgspec.structs.replace(
        RacePlan.default(), mode="turns", block_s=5, fresh_servers=True, duration_s=9
    ),
    msgspec.structs.replace(
        RacePlan.default(), client="httpx-shared", until_clear=True, clear_metric="p99"
    ),
    msgspec.structs.replace(
        RacePlan.default(), scenario="orders", parameters={"lines": 9}, requests_per_connection=10
    ),
]


@pytest.mark.parametrize("known", PLANS)
def test_the_values_of_the_options_make_the_plan_again(known: RacePlan, own: Path) -> None:
    own.mkdir()
    known = msgspec.structs.replace(known, duration_s=known.duration_s or 300).checked()
    write_demonstration(own / "mine.toml", Demonstration(title="T", look_for="L", plan=known))
    assert same(plan("--demo", "mine"), known)
    assert same(plan("--demo", str(own / "mine.toml")), known)


def test_a_value_is_there_for_each_option_of_the_race() -> None:
    named = {field.name for field in fields(RaceOptions)} - {"numbers"}
    named |= {parameter.key for parameter in load_parameters()}
    assert option_values(RacePlan.default().checked()).keys() == named


def test_an_unknown_one_and_a_broken_one_are_refused(own: Path, capsys: Printed) -> None:
    own.mkdir()
    (own / "broken.toml").write_text("title = 3", "utf-8")
    for name, sentence in (
        ("nothing", "There is no demonstration “nothing”; there are: wait, tokens, blocking"),
        ("missing.toml", "missing.toml could not be read: No such file"),
        ("broken", "“broken.toml” is no demonstration: Expected `str`, got `int`"),
    ):
        with pytest.raises(SystemExit) as exited:
            plan("--demo", name)
        assert exited.value.code == USAGE
        assert sentence in capsys.readouterr().err
        assert main(["demo", name]) == USAGE
        assert sentence in capsys.readouterr().err


def test_all_are_listed_with_what_to_look_for_and_the_folder(own: Path, capsys: Printed) -> None:
    own.mkdir()
    (own / "broken.toml").write_text("title = 3", "utf-8")
    assert main(["demo"]) == OK
    printed = capsys.readouterr().out
    for key in gallery_keys():
        assert f"{key}  " in printed
    assert find_demonstration("wait").look_for in printed
    assert "“broken.toml” is no demonstration" in printed
    assert f"Your own are files in {own}" in printed


def test_one_is_shown_in_the_window(capsys: Printed) -> None:
    shown: list[str] = []

    def show(name: str) -> int:
        shown.append(name)
        return 5

    assert main(["demo", "wait"], show_demonstration=show) == 5
    assert shown == ["wait"]
    assert main(["demo", "wait"]) == USAGE
    assert "use run --demo" in capsys.readouterr().err
    assert parse(["demo"], EXPORTERS) == DemonstrationRequest("")


def test_settings_are_written_as_a_demonstration_and_nothing_is_raced(
    tmp_path: Path, capsys: Printed
) -> None:
    path = tmp_path / "mine.toml"
    words = ["--b", "fastapi-def", "--set", "wait_ms=7", "--rate", "50"]
    assert main(["run", *words, "--export-demo", str(path)]) == OK
    assert str(path) in capsys.readouterr().err
    written = read_demonstration(path)
    assert written.plan == plan(*words)
    assert written.title == "Flask against FastAPI def: Wait on I/O"
    assert main(["run", "--export-demo", str(tmp_path / "mine.json")]) == USAGE
    assert "takes a file that ends in .toml" in capsys.readouterr().err
    assert main(["run", "--export-demo", str(tmp_path / "no" / "mine.toml")]) == FAILED
