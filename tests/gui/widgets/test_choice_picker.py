"""A parameter with named values is picked by its name."""

from pytestqt.qtbot import QtBot

from gui.widgets.choice_picker import ChoicePicker
from servers.catalog.parameter import Parameter

CORES = Parameter.choice(key="cores", title="Cores", choices=("all", "one"))
LONG = Parameter.choice(
    key="spread", title="Spread", choices=("evenly over all processes", "as the system does it")
)


def test_a_pick_brings_its_value(qtbot: QtBot) -> None:
    picker = ChoicePicker(CORES, "Flask: Cores")
    qtbot.addWidget(picker)
    assert picker.value == 0
    chosen: list[int] = []
    picker.changed.connect(chosen.append)
    _all, one = picker.names.buttons
    one.click()
    assert (picker.value, chosen) == (1, [1])
    assert one.accessibleName() == "Flask: Cores: one"


def test_a_value_that_was_chosen_elsewhere_is_shown_and_not_chosen_again(qtbot: QtBot) -> None:
    picker = ChoicePicker(CORES)
    qtbot.addWidget(picker)
    with qtbot.assertNotEmitted(picker.changed):
        picker.set_value(1)
    assert picker.value == 1


def test_long_names_stand_below_each_other(qtbot: QtBot) -> None:
    side_by_side, stacked = ChoicePicker(CORES), ChoicePicker(LONG)
    for each in (side_by_side, stacked):
        qtbot.addWidget(each)
        each.show()
    tops = [[b.y() for b in each.names.buttons] for each in (side_by_side, stacked)]
    assert len(set(tops[0])) == 1
    assert len(set(tops[1])) == 2


def test_a_value_that_is_not_available_here_cannot_be_picked_and_says_why(qtbot: QtBot) -> None:
    why = "This system has no such thing."
    picker = ChoicePicker(
        Parameter.choice(
            key="cores", title="Cores", choices=("all", "one"), unavailable=((1, why),)
        )
    )
    qtbot.addWidget(picker)
    _all, one = picker.names.buttons
    assert not one.isEnabled()
    assert one.toolTip() == why
