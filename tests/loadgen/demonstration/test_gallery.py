"""The demonstrations of the program and of the user, by name and by file."""

import json
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from loadgen.demonstration import gallery as gallery_module
from loadgen.demonstration.demonstration import Demonstration, Guess
from loadgen.demonstration.gallery import FILES, find_demonstration, gallery, gallery_keys
from loadgen.demonstration.json_schema import encoded_schema
from loadgen.demonstration.toml_document import (
    LARGEST_BYTES,
    DemonstrationError,
    encode_demonstration,
    read_demonstration,
    write_demonstration,
)
from loadgen.demonstration.wait_ceiling import wait_ceilings
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from tests.support.every_case import every_case

BUILT_IN = sorted(FILES.glob("*.toml"))
SCHEMA = json.loads(encoded_schema())
PLAN = RacePlan.default().checked()
ROOT = Path(__file__).parents[3]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's demonstrations."""
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "settings.json"))
    folder = tmp_path / "demos"
    folder.mkdir()
    return folder


@every_case("path", BUILT_IN, ids=lambda path: path.stem)
def test_each_of_the_program_can_be_raced_and_is_valid_by_the_schema(path: Path) -> None:
    demonstration = read_demonstration(path)
    assert demonstration.plan == demonstration.plan.checked()
    assert demonstration.look_for.endswith(".")
    assert demonstration.plan.duration_s
    jsonschema.Draft202012Validator(SCHEMA).validate(tomllib.loads(path.read_text("utf-8")))


def test_there_are_nine_with_keys_of_their_own(own: Path) -> None:
    entries = gallery()
    assert [each.key for each in entries] == list(gallery_keys())
    assert len(entries) == len(BUILT_IN) == 9
    assert entries[0].key == "wait"
    assert [path.name[0] for path in BUILT_IN] == [f"{n}" for n in range(1, 10)]
    assert not any(each.problem or each.is_own for each in entries)


def test_the_schema_in_docs_is_current() -> None:
    """Made by: python -m uv run python -m loadgen.demonstration.json_schema"""
    assert (ROOT / "docs/demonstration.schema.json").read_bytes() == encoded_schema()


@pytest.mark.parametrize("guess", ["none", "computed", Guess(a=80, b=1_280)])
@pytest.mark.parametrize("model", [ClosedModel(8), OpenModel(500.0, 9, 8)])
def test_what_is_written_is_read_again(
    guess: Guess, model: ClosedModel | OpenModel, tmp_path: Path
) -> None:
    plan = msgspec.structs.replace(PLAN, model=model, requests_per_connection=10)
    title = 'A "title" \\ with\ttabs, ü and \x7f'
    written = Demonstration(title=title, look_for="x", plan=plan, guess=guess)
    path = tmp_path / "mine.toml"
    write_demonstration(path, written)
    assert read_demonstration(path) == written
    jsonschema.Draft202012Validator(SCHEMA).validate(tomllib.loads(path.read_text("utf-8")))


def test_the_users_own_come_after_and_are_found_by_name_or_path(own: Path, tmp_path: Path) -> None:
    mine = Demonstration(title="Mine", look_for="Look here.", plan=PLAN)
    write_demonstration(own / "mine.toml", mine)
    *_, last = gallery()
    assert (last.key, last.demonstration, last.is_own) == ("mine", mine, True)
    assert find_demonstration("mine") == find_demonstration(str(own / "mine.toml")) == mine
    assert "mine" in gallery_keys()


def test_a_name_that_is_taken_and_one_that_is_unknown_are_refused(own: Path) -> None:
    write_demonstration(own / "wait.toml", Demonstration(title="M", look_for="L", plan=PLAN))
    *_, last = gallery()
    assert last.problem == (f"There is a demonstration “wait” already: rename {own / 'wait.toml'}.")
    assert find_demonstration("wait").title != "M"
    with pytest.raises(DemonstrationError, match="no demonstration “nothing”; there are: wait, "):
        find_demonstration("nothing")
    with pytest.raises(DemonstrationError, match=r"missing.toml could not be read: No such file"):
        find_demonstration("missing.toml")


GOOD = encode_demonstration(
    Demonstration(title="T", look_for="L", plan=PLAN, guess=Guess(a=1, b=2))
).decode()


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("concurrency = 64", "concurrency = 0", "Concurrency takes a whole number from 1 to 4,096"),
        ("concurrency = 64", "concurrency = 1.5", r"Expected `int`, got `float`.*concurrency"),
        ("concurrency = 64", "concurency = 64", "no “plan.model.concurency”; there are: kind, con"),
        ("wait_ms = 50", "wait_ms = 99999", "Wait takes a whole number from 0 to 10,000 ms"),
        ("wait_ms = 50", "wait = 50", "There is no setting “wait” here; there are: wait_ms"),
        ('scenario = "wait"', 'scenario = "weight"', "There is no scenario “weight”; there are"),
        ('variant = "flask"', 'variant = "flusk"', "There is no server “flusk”; there are"),
        ('client = "faceoff"', 'client = "curl"', "Invalid enum value 'curl'.*client"),
        ("timeout_s = 60", "timeout_s = 0", "Timeout takes a whole number from 1 to 300 s"),
        ("timeout_s = 60", "timout_s = 60", "There is no “plan.timout_s”; there are: .*lanes, sce"),
        ("[plan.lanes.b]", "[plan.lanes.c]", "There is no “plan.lanes.c”; there are: a, b"),
        ('title = "T"', "", "missing required field `title`"),
        ('title = "T"', 'titel = "T"', "unknown field `titel`"),
        ('title = "T"', 'title = ""', r"length >= 1.*title"),
        ("a = 1\n", "a = 0\n", r">= 1.*guess.a"),
        ("version = 1", "version = 2", r"version"),
        ("[guess]", "guess]", "line"),
    ],
)
def test_a_refusal_names_the_file_the_field_and_what_is_allowed(
    old: str, new: str, refusal: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(DemonstrationError, match=refusal) as caught:
        read_demonstration(path)
    assert str(caught.value).startswith("“mine.toml” is no demonstration: ")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff", b"\0", b"x" * (LARGEST_BYTES + 1), b"plan = 3"])
def test_what_is_no_demonstration_at_all_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(DemonstrationError, match=r"“mine\.toml” is no demonstration: "):
        read_demonstration(path)


def plan_of(variant: str, users: int = 64, **settings: int) -> RacePlan:
    lanes = dict.fromkeys(("a", "b"), LaneChoice.of(variant, **settings))
    return msgspec.structs.replace(PLAN, lanes=lanes, model=ClosedModel(users)).checked()


@every_case(
    ("plan", "per_s"),
    [
        (plan_of("flask"), 80),
        (plan_of("flask", threads=64), 1_280),
        (plan_of("flask", users=2), 40),
        (plan_of("fastapi"), 1_280),
        (plan_of("fastapi-def", users=200), 800),
        (plan_of("fastapi-def", users=200, threads=10, workers=2), 400),
        (plan_of("fastapi-blocking"), 20),
        (msgspec.structs.replace(plan_of("fastapi"), model=OpenModel(100.0)), 100),
        (msgspec.structs.replace(plan_of("fastapi"), model=OpenModel(500.0, connections=8)), 160),
    ],
)
def test_the_ceiling_of_a_wait_is_slots_through_wait(plan: RacePlan, per_s: float) -> None:
    assert wait_ceilings(plan) == {"a": pytest.approx(per_s), "b": pytest.approx(per_s)}


def test_where_nothing_waits_there_is_no_ceiling() -> None:
    assert wait_ceilings(msgspec.structs.replace(PLAN, parameters={"wait_ms": 0}).checked()) == {}
    cpu = msgspec.structs.replace(PLAN, scenario="cpu", parameters={}).checked()
    assert wait_ceilings(cpu) == {}


def test_what_is_expected_is_given_computed_or_nothing() -> None:
    made = Demonstration(title="T", look_for="L", plan=PLAN)
    assert made.expected() == {}
    assert msgspec.structs.replace(made, guess=Guess(a=7, b=9)).expected() == {"a": 7, "b": 9}
    computed = msgspec.structs.replace(made, guess="computed").expected()
    assert computed == {"a": pytest.approx(80), "b": pytest.approx(1_280)}


def test_without_a_home_folder_there_are_those_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gallery_module, "demonstrations_folder", lambda: None)
    assert len(gallery()) == len(gallery_keys()) == 9


def test_the_document_names_all_and_its_example_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs/demonstrations.md").read_text("utf-8")
    _, _, after = text.partition("```toml\n")
    example, _, _ = after.partition("```")
    path = tmp_path / "example.toml"
    path.write_text(example, "utf-8")
    assert read_demonstration(path).title == "Eight threads"
    for each in BUILT_IN:
        assert f"| `{each.stem.partition('-')[2]}` |" in text
