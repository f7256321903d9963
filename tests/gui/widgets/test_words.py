"""Widgets that say something: the verdict, a lane's strip, totals and notices."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.style.style import Style
from gui.style.text_layout import strong
from gui.style.theme import DARK, LIGHT
from gui.widgets.footer import ClauseLabel, CutLabel
from gui.widgets.lane_strip import LaneStrip
from gui.widgets.notice import Notice
from gui.widgets.verdict_line import SMALLEST, VerdictLine
from loadgen.verdict.verdict import Verdict

SHORT = "FastAPI answers 36.6× as many requests."
LONG = "FastAPI answers 36.6× as many requests; p99 is 33× lower; it holds 1.5× the memory. " * 2


@pytest.mark.parametrize(
    ("sentence", "width", "stage", "lines"),
    [
        (SHORT, 1200, False, 1),
        (SHORT, 500, False, 1),
        (LONG, 1900, False, 1),
        (LONG, 950, False, 2),
        (LONG, 1900, True, 2),
    ],
)
def test_the_verdict_shrinks_to_its_line_before_it_takes_two(
    qtbot: QtBot, sentence: str, width: int, stage: bool, lines: int
) -> None:
    line = VerdictLine()
    qtbot.addWidget(line)
    line.set_look(Style(DARK, stage))
    line.resize(width, 120)
    line.show_verdict(Verdict(sentence=sentence, evidence="last 10 s"))
    label = line.sentence
    assert label.wordWrap() == (lines == 2)
    needed = QFontMetricsF(label.font()).horizontalAdvance(sentence)
    assert needed <= lines * width
    assert label.font().pixelSize() >= SMALLEST


@pytest.mark.parametrize(
    ("width", "stage"), [(620, False), (940, False), (1326, False), (984, True), (1326, True)]
)
def test_the_longest_sentence_is_not_cut(qtbot: QtBot, width: int, stage: bool) -> None:
    sentence = (
        "FastAPI gunicorn server stopped (killed by SIGKILL). Before that: "
        "Too little was measured to show a difference between FastAPI gunicorn and Flask in "
        "FastAPI, in requests answered or in p99; FastAPI gunicorn holds about 46 % more memory."
    )
    line = VerdictLine()
    qtbot.addWidget(line)
    line.set_look(Style(DARK, stage))
    line.resize(width, 160)
    line.show_verdict(Verdict(sentence=sentence, evidence="last 10 s"))
    label = line.sentence
    assert label.heightForWidth(width) <= label.height()


@pytest.mark.parametrize(("leader", "colour"), [("a", DARK.lane_a), ("b", DARK.lane_b)])
def test_the_emphasis_has_the_leader_s_colour(qtbot: QtBot, leader: str, colour: str) -> None:
    line = VerdictLine()
    qtbot.addWidget(line)
    line.show_verdict(Verdict(sentence=SHORT, emphasis="36.6×", leader=leader))  # type: ignore[arg-type]
    assert f'<span style="color:{colour}">36.6×</span>' in line.sentence.text()
    assert line.sentence.accessibleName() == SHORT


def test_a_caution_stands_beside_the_evidence(qtbot: QtBot) -> None:
    line = VerdictLine()
    qtbot.addWidget(line)
    line.set_look(Style(LIGHT))
    line.show_verdict(Verdict(sentence=SHORT, evidence="last 10 s", caution="Look out."))
    assert strong("Look out.", LIGHT.caution) in line.evidence.text()
    assert line.evidence.accessibleDescription() == "last 10 s Look out."


def test_words_from_elsewhere_are_never_markup(qtbot: QtBot) -> None:
    line, strip = VerdictLine(), LaneStrip("a")
    for each in (line, strip):
        qtbot.addWidget(each)
    line.show_verdict(Verdict(sentence="<b>bold</b>", emphasis="<b>", evidence="<i>"))
    assert "<b>bold" not in line.sentence.text()
    strip.show_failure("Flask", "exit <1>", ("<h1>last</h1>",))
    assert strip.text == "Flask exit <1>"
    assert strip.output.text() == "<h1>last</h1>"


def test_the_strip_keeps_to_its_line(qtbot: QtBot) -> None:
    strip = LaneStrip("a")
    qtbot.addWidget(strip)
    strip.resize(900, 40)
    strip.show_words("Flask", "4 of 4 threads busy, 60 waiting.", "Its ceiling is 80/s.")
    assert strip.toolTip() == ""
    strip.resize(320, 40)
    strip.relook()
    assert strip.toolTip().endswith("Its ceiling is 80/s.")


@pytest.mark.parametrize("stage", [False, True])
def test_a_fact_too_long_for_its_line_is_cut_and_never_takes_two(qtbot: QtBot, stage: bool) -> None:
    strip = LaneStrip("a")
    qtbot.addWidget(strip)
    strip.set_look(Style(DARK, stage))
    strip.resize(420, 40)
    strip.show_words("FastAPI gunicorn", "fine.", "")
    one_line = strip.heightForWidth(420)
    strip.show_words("FastAPI gunicorn", "all 128 cores of this machine are busy.", "")
    assert strip.heightForWidth(420) == one_line
    assert "cores of this machine are busy" in strip.toolTip()
    assert "…" in strip.findChildren(QLabel)[0].text()


def test_a_label_that_is_cut_says_all_in_its_tooltip(qtbot: QtBot) -> None:
    label = CutLabel()
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.show_text("FastAPI 0.125.0 · uvicorn 0.40.0")
    assert label.text().endswith("…")
    assert label.toolTip() == "FastAPI 0.125.0 · uvicorn 0.40.0"


def test_a_line_of_clauses_leaves_out_whole_clauses(qtbot: QtBot) -> None:
    clauses = ("generators 31 % CPU", "p99 3.16 ms late", "Flask 3.1.3")
    label = ClauseLabel()
    qtbot.addWidget(label)
    label.show_clauses(clauses)
    label.show()
    shown = set()
    for width in range(1, 600, 10):
        label.resize(width, 20)
        shown.add(label.text())
    assert shown == {" · ".join(clauses[:count]) for count in range(4)}
    assert label.toolTip() == " · ".join(clauses)


def test_good_news_leave_by_themselves_and_bad_news_stay(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.say("Saved.")
    assert notice.leaves_by_itself
    notice.say("It could not be saved.", bad=True)
    assert not notice.leaves_by_itself
    with qtbot.waitSignal(notice.gone):
        notice.clear()
    assert notice.text == ""


def test_a_number_does_not_part_from_its_unit(qtbot: QtBot) -> None:
    line = VerdictLine()
    qtbot.addWidget(line)
    line.show_verdict(Verdict(sentence="Flask answers 2.5 times as many; 29 % less memory."))
    assert "2.5\N{NO-BREAK SPACE}times as many; 29\N{NO-BREAK SPACE}% less" in line.sentence.text()
