"""What the keys of a race do."""

from collections.abc import Callable, Mapping
from functools import partial

from gui.pages.race.race_page import RacePage
from gui.session.race_session import RaceSession


def race_keys(page: RacePage, session: RaceSession) -> dict[str, Callable[[], object]]:
    """By key, whatever page is shown: the plan, the servers, the charts, the setting on stage."""
    return {
        **dict.fromkeys("+=", partial(page.panel.step, +1)),
        "-": partial(page.panel.step, -1),
        "Ctrl+Z": session.undo,
        **dict.fromkeys(("Ctrl+Shift+Z", "Ctrl+Y"), session.redo),
        "F": partial(session.freeze, "a"),
        "Shift+F": partial(session.freeze, "b"),
        "L": session.next_basis,
        "I": session.toggle_inside,
        "Shift+I": session.next_measure,
        "Y": page.next_axis,
        "V": page.next_count,
        "N": page.next_charts,
        "R": page.reference.toggle,
        **page.interaction.keys,
        **page.board.focus.keys,
        **page.notes.keys,
        "S": page.picker.pick_next,
        "Shift+S": partial(page.picker.pick_next, -1),
        "Left": partial(page.picker.turn, -1),
        "Right": partial(page.picker.turn, +1),
    }


def command_actions(
    page: RacePage, session: RaceSession, actions: Mapping[str, Callable[[], object]]
) -> dict[str, Callable[[], object]]:
    """``actions`` as the command palette does them: whatever widget had the keyboard before.

    Space starts or stops, and presses no button; the arrows do what they do on the race page.
    """

    def turn(direction: int) -> None:
        if page.look.stage and page.picker.slider is not None:
            page.picker.turn(direction)
        else:
            page.interaction.step(direction)

    turns = {"Left": partial(turn, -1), "Right": partial(turn, +1)}
    return {**actions, **turns, "Space": session.toggle}
