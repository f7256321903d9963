"""Binds the keys of a window to what they do."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui.widgets.shortcuts import Shortcut


def bind_keys(
    window: QWidget,
    listed: Sequence[Shortcut],
    actions: Mapping[str, Callable[[], object]],
    repeating: Collection[str],
) -> dict[str, QShortcut]:
    """One shortcut for each key, by key; those in ``repeating`` act again while they are held.

    Raises AssertionError where ``listed``, which the help shows, has other keys than ``actions``.
    """
    known = {key for row in listed for key in row.keys}
    assert known == actions.keys(), f"not in both: {known ^ actions.keys()}"
    bound = {}
    for key, action in actions.items():
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setAutoRepeat(key in repeating)
        shortcut.activated.connect(action)
        bound[key] = shortcut
    return bound
