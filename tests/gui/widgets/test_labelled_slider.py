"""A Parameter to be moved, typed, stepped and reset."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.labelled_slider import LabelledSlider
from loadgen.model.load_options import REQUESTS_PER_CONNECTION
from loadgen.model.load_plan import CONCURRENCY
from servers.catalog.parameter import Parameter

LEFT = Qt.MouseButton.LeftButton
PAYLOAD = Parameter(
    key="payload_bytes",
    title="Payload",
    minimum=0,
    maximum=1_048_576,
    default=0,
    unit="bytes",
    logarithmic=True,
)


@pytest.fixture
def slider(qtbot: QtBot) -> LabelledSlider:
    made = LabelledSlider(CONCURRENCY)
    qtbot.addWidget(made)
    made.resize(260, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


def _dragged_to(place: QPoint) -> QMouseEvent:
    at = QPointF(place)
    none = Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, LEFT, none)


def typed(qtbot: QtBot, slider: LabelledSlider, text: str) -> None:
    slider.field.setFocus()
    slider.field.clear()
    QTest.keyClicks(slider.field, text)
    QTest.keyClick(slider.field, Qt.Key.Key_Return)


def pasted(qtbot: QtBot, slider: LabelledSlider, text: str) -> None:
    """Letters and signs cannot be typed into the field."""
    slider.field.setFocus()
    slider.field.clear()
    slider.field.insert(text)
    QTest.keyClick(slider.field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value"), [("128", 128), ("1,024", 1024), ("4096", 4096), ("1", 1)]
)
def test_a_typed_number_is_taken(
    qtbot: QtBot, slider: LabelledSlider, text: str, value: int
) -> None:
    with qtbot.waitSignal(slider.changed) as told:
        typed(qtbot, slider, text)
    assert told.args == [value]
    assert slider.value == value
    assert slider.field.text() == f"{value:,}"


@pytest.mark.parametrize("text", ["0", "-1", "1000000000", "1e3", "NaN", "", "64.5", "4,09"])
def test_a_refused_number_stays_in_the_field_and_the_value_stays_too(
    qtbot: QtBot, slider: LabelledSlider, text: str
) -> None:
    with qtbot.assertNotEmitted(slider.changed):
        pasted(qtbot, slider, text)
    assert slider.value == 64
    assert slider.field.text() == text
    assert slider.field.is_refused
    assert "1 to 4,096" in slider.refusal
    typed(qtbot, slider, "32")
    assert (slider.value, slider.refusal) == (32, "")


def test_escape_gives_up_what_was_refused(qtbot: QtBot, slider: LabelledSlider) -> None:
    typed(qtbot, slider, "64.5")
    QTest.keyClick(slider.field, Qt.Key.Key_Escape)
    assert (slider.field.text(), slider.refusal, slider.value) == ("64", "", 64)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 65),
        (Qt.Key.Key_Left, 63),
        (Qt.Key.Key_PageUp, 128),
        (Qt.Key.Key_PageDown, 32),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_End, 4096),
    ],
)
def test_keys_move_it(qtbot: QtBot, slider: LabelledSlider, key: Qt.Key, value: int) -> None:
    with qtbot.waitSignal(slider.changed) as told:
        QTest.keyClick(slider.track, key)
    assert told.args == [value]
    assert slider.field.text() == f"{value:,}"


def test_it_jumps_to_a_click_and_is_dragged_from_there(
    qtbot: QtBot, slider: LabelledSlider
) -> None:
    track = slider.track
    middle = track.height() // 2
    QTest.mousePress(track, LEFT, pos=QPoint(track.width() - 2, middle))
    assert slider.value == 4096
    QApplication.sendEvent(track, _dragged_to(QPoint(2, middle)))
    QTest.mouseRelease(track, LEFT, pos=QPoint(2, middle))
    assert slider.value == 1


def test_a_double_click_resets_it(qtbot: QtBot, slider: LabelledSlider) -> None:
    slider.set_value(512)
    place = QPoint(20, slider.track.height() // 2)
    QTest.mouseClick(slider.track, LEFT, pos=place)
    QTest.mouseDClick(slider.track, LEFT, pos=place)
    assert slider.value == 64


def test_a_value_between_two_positions_is_kept_as_typed(
    qtbot: QtBot, slider: LabelledSlider
) -> None:
    typed(qtbot, slider, "3999")
    assert slider.value == 3999
    slider.track.setValue(slider.track.value())
    assert slider.value == 3999


def test_a_logarithmic_scale_may_begin_at_nothing(qtbot: QtBot) -> None:
    slider = LabelledSlider(PAYLOAD)
    qtbot.addWidget(slider)
    assert slider.track.value() == 0
    slider.track.setValue(slider.track.maximum() // 2)
    assert 500 < slider.value < 2000
    slider.track.setValue(0)
    assert slider.value == 0


def test_a_value_that_means_no_limit_is_shown_by_its_name(qtbot: QtBot) -> None:
    made = LabelledSlider(REQUESTS_PER_CONNECTION)
    qtbot.addWidget(made)
    made.show()
    field = made.field
    assert (made.value, field.text()) == (0, "unlimited")
    assert field.fontMetrics().horizontalAdvance(field.text()) + 20 <= field.width()
    assert "resets it to unlimited." in made.track.toolTip()
    assert "0 is unlimited" in field.toolTip()
    assert made.track.amount.text == field.accessibleDescription() == "unlimited"
    typed(qtbot, made, "10")
    assert (made.value, field.text()) == (10, "10")
    typed(qtbot, made, "0")
    assert (made.value, field.text(), made.refusal) == (0, "unlimited", "")
    field.setFocus()
    made.setFocus()
    assert (made.value, made.refusal) == (0, "")
