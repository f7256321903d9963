"""One entry is enough: a new scenario, variant, figure, client, page, chart or export is found.

Everything runs in a copy of the source tree that has them, see ``tests/support/extended_tree.py``.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.extended_tree import extend_tree

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return extend_tree(tmp_path_factory.mktemp("tree"))


def output(tree: Path, words: Sequence[str], **environment: str) -> str:
    """What this Python says there with these words; fails the test where it fails."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_help_describes_them(tree: Path) -> None:
    text = " ".join(output(tree, ["main.py", "run", "--help"]).split())
    assert "echo As many letters as are asked for. letters=5 1 to 99" in text
    assert "second (second client)" in text
    assert "--pause N How long a user rests after each answer. 0 to 500 ms (default: 0)" in text
    assert ".txt (verdict as text)" in text
    assert "flask-msgspec waitress · msgspec. A type is the schema. Serves only orders." in text
    text = " ".join(output(tree, ["-m", "servers", "--help"]).split())
    assert "Flask msgspec on waitress · msgspec" in text
    assert " echo, " in text
    text = " ".join(output(tree, ["-m", "loadgen.generator", "--help"]).split())
    assert "--client {faceoff,second,httpx-shared,httpx-per-user}" in text
    assert "--pause PAUSE How long a user rests after each answer. (default 0)" in text


COMPLETED = {
    "run --scenario ec": "echo",
    "run --b flask-ms": "flask-msgspec",
    "run --client se": "second",
    "run --pau": "--pause",
    "run --scenario echo --set l": "letters=5",
    "run --a flask-msgspec --set a.th": "a.threads=4",
    "run --scenario mixed --set weight_e": "weight_echo=0",
}
COMPLETION = """
import os, sys
from loadgen.cli.program import complete
for typed in sys.argv[1:]:
    words = ["faceoff", *typed.split()]
    os.environ |= {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    complete("bash_complete")
"""


def test_the_shell_completes_them(tree: Path) -> None:
    answers = output(tree, ["-c", COMPLETION, *COMPLETED]).split()
    assert answers == [f"plain,{offered}" for offered in COMPLETED.values()]


WINDOW = """
import json, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from gui.session.window_settings import Settings
from gui.window import MainWindow
from tests.support.fake_race_thread import FakeRaceThread

application = QApplication(sys.argv)
window = MainWindow(FakeRaceThread(), Settings(), Path(sys.argv[1]) / "settings.json")
bar = window.race.bar
titles = lambda menu: [each.text() for each in menu.entries.values()]
from gui.charts.measures import MEASURES
from gui.pages.claims.claims_page import ClaimsPage
from gui.code_view.handler_analysis import read
from loadgen.model.race_plan import RacePlan
from servers.catalog.handler_source import source
from servers.catalog.variants import variant
window.session.set_variant("a", "flask-msgspec")
orders = source(variant("flask-msgspec"), "orders").read_text()
from gui.pages.race.save_dialog import SaveDialog
application.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
window.session.start()
window.session._bridge.play(4)
window.desk.save_as()
(dialog,) = window.findChildren(SaveDialog)
text = next(each for each in dialog.nameFilters() if "Verdict as text" in each)
dialog.selectNameFilter(text)
dialog.filterSelected.emit(text)
dialog.selectFile(str(Path(sys.argv[1]) / "race.txt"))
dialog.accept()
window.desk.saver.close()
window.session.stop()
window.rail.chosen.emit("added")
pages = [list(window.pages.keys)[:2], window.rail.findChildren(QToolButton)[1].toolTip()]
pages.append(window.pages.currentWidget().text())
window.rail.chosen.emit("race")
client = window.race.panel.instrument.client
client.buttons[1].click()
pause = window.race.panel.sliders["pause"]
pause.field.setText("20")
pause.field.commit()
print(json.dumps({
    "form": text,
    "pages": pages,
    "charts": [type(each).__name__ for each in window.race.charts],
    "claims": {key: card.claim.title for key, card in window.page(ClaimsPage).cards.items()},
    "client": [client.buttons[1].text(), client.buttons[1].toolTip(), window.session.plan.client],
    "pause": [pause.title.accessibleName(), window.session.plan.pause_ms],
    "scenarios": list(bar.scenario.drop.entries),
    "variants": list(bar.chips["a"].button.drop.entries),
    "measures": [each.key for each in MEASURES],
    "raced": window.session.plan.lanes["a"].variant,
    "scenario": window.session.plan.scenario,
    "routes": [each.route for each in read(orders).handlers],
    "checks": sorted(line for line, kinds in read(orders).kinds.items() if "checks" in kinds),
    "code": source(variant("fastapi-def"), "echo").as_posix(),
}))
"""


def test_the_window_offers_them_and_shows_their_code(tree: Path, tmp_path: Path) -> None:
    told = json.loads(output(tree, ["-c", WINDOW, str(tmp_path)]))
    assert "echo" in told["scenarios"]
    assert "flask-msgspec" in told["variants"]
    assert "spare" in told["measures"]
    assert told["claims"]["few-handlers"] == "Few handlers"
    assert told["pages"] == [["race", "added"], "Nothing. (2)", "orders"]
    assert "AddedChart" in told["charts"]
    assert told["form"] == "Verdict as text (*.txt)"
    assert (tmp_path / "race.txt").exists()
    assert told["client"] == ["second client", "The same transport again.", "second"]
    assert told["pause"] == ["Pause, ms", 20]
    # It serves orders alone, which the race then asks for.
    assert (told["raced"], told["scenario"]) == ("flask-msgspec", "orders")
    assert told["routes"] == ["post /orders"]
    assert len(told["checks"]) == 8  # two types, their fields, and the call that decodes
    assert told["code"].endswith("servers/apps/fastapi_def/echo.py")


TABLES = """
from importlib import import_module
from tests.support.served_scenarios import AVAILABLE, SERVED
print(*(each.id for each in import_module("tests.servers.contract.test_valid").VALID))
print(*(f"rows-of-{each.key}" for each in SERVED))
runnable = import_module("tests.servers.catalog.test_imports").RUNNABLE
print(*(f"imports-of-{each.key}" for each in runnable))
print(*(f"answers-of-{each.key}" for each in AVAILABLE))
"""


def test_the_contract_tests_ask_for_their_rows(tree: Path) -> None:
    cases = set(output(tree, ["-c", TABLES]).split())
    assert {"rows-of-echo", "echo-0-GET"} <= cases
    assert {"imports-of-flask-msgspec", "answers-of-flask-msgspec"} <= cases


def race(tree: Path, folder: Path, *words: str) -> tuple[dict[str, object], str]:
    """Race there for a second: the run document, and the time line as CSV."""
    run, table = folder / "race.json", folder / "race.csv"
    short = ["--duration", "1", "--concurrency", "2", "--no-calibrate", "--no-keep"]
    files = ["--out", str(run), "--out", str(table), "--out", str(folder / "race.html")]
    files += ["--out", str(folder / "race.txt")]
    output(tree, ["main.py", "run", *short, *files, *words])
    return json.loads(run.read_text("utf-8")), table.read_text("utf-8")


def test_a_new_scenario_is_raced_by_a_new_client_with_its_service_and_figures(
    tree: Path, tmp_path: Path
) -> None:
    words = ["--scenario", "echo", "--b", "fastapi-def", "--client", "second", "--pause", "20"]
    run, table = race(tree, tmp_path, *words)
    lanes = run["lanes"]
    assert isinstance(lanes, dict)
    assert all(lanes[each]["requests"]["ok"] > 0 for each in "ab")
    assert all(lanes[each]["requests"]["failed"] == {} for each in "ab")
    plan = run["plan"]
    assert isinstance(plan, dict)
    assert (plan["client"], plan["pause_ms"]) == ("second", 20)
    environment = run["environment"]
    assert isinstance(environment, dict)
    assert environment["services"] == {"stamp": {"title": "Stamp 7"}}
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["spare_threads"] for row in rows} - {""} == {"8"}
    assert "stamp_calls_in_tick" in rows[0]
    settings = (tmp_path / "race.fairness.csv").read_text("utf-8")
    assert "stamp_pool,Stamp pool,3,3,1,1" in settings
    assert "pause,Pause,20 ms,20 ms" in settings
    assert (tmp_path / "race.txt").exists()
    page = (tmp_path / "race.html").read_text("utf-8")
    assert "Echo letters" in page
    assert "20 ms pause" in page


def test_a_new_variant_has_a_column_in_the_contract(tree: Path) -> None:
    body = '{"customer": "Ada", "quantity": 5, "price": 1, "express": true}'
    words = ["main.py", "contract", "--app", "flask-msgspec", "--app", "flask", "--body", body]
    text = " ".join(output(tree, words, COLUMNS="200").split())
    assert "flask flask-msgspec" in text.replace("flask-msgspec flask", "flask flask-msgspec")
    assert "quantity=5)" in text
    assert "Flask msgspec serves no document." in text


def test_a_new_variant_is_raced_and_stands_in_the_fairness_table(
    tree: Path, tmp_path: Path
) -> None:
    run, _ = race(tree, tmp_path, "--scenario", "orders", "--a", "flask-msgspec")
    lanes = run["lanes"]
    assert isinstance(lanes, dict)
    assert lanes["a"]["requests"]["failed"] == {}
    assert lanes["a"]["requests"]["ok"] > 0
    settings = (tmp_path / "race.fairness.csv").read_text("utf-8")
    assert "validation,Validation,msgspec,Pydantic,none,Pydantic" in settings
    assert "Whole numbers,strict," in settings


def test_a_new_claim_is_listed_and_put_to_the_test(tree: Path, tmp_path: Path) -> None:
    help_text = " ".join(output(tree, ["main.py", "claims", "--help"]).split())
    assert "few-handlers Flask needs few handlers." in help_text
    board, text = tmp_path / "board.json", tmp_path / "board.md"
    words = ["main.py", "claims", "few-handlers", "--no-keep", "--out", str(board)]
    said = output(tree, [*words, "--out", str(text)], COLUMNS="200")
    assert "holds in part: only as far as they are counted" in said
    (claim,) = json.loads(board.read_text("utf-8"))["claims"]
    assert (claim["key"], claim["outcome"]) == ("few-handlers", "in part")
    assert "## Few handlers" in text.read_text("utf-8")
