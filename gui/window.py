"""The window: the rail, the pages, the keyboard, and what is remembered."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from gui.pages.command_list import command_list
from gui.pages.page_list import PAGES, rail_entries
from gui.pages.page_stack import PageKind, PageStack
from gui.pages.race.calibration_controller import CalibrationController
from gui.pages.race.picture_controller import PictureController
from gui.pages.race.previous_race_controller import PreviousRaceController
from gui.pages.race.race_keys import command_actions, race_keys
from gui.pages.race.race_page import RacePage
from gui.pages.race.replay_place import ReplayPlace
from gui.session.last_race import keep_race
from gui.session.once import Once
from gui.session.race_session import RaceSession
from gui.session.race_thread import RaceThread
from gui.session.window_placement import WindowPlacement
from gui.session.window_settings import Settings, ThemeChoice, save
from gui.style.application_style import style_application, theme_of
from gui.style.icons import window_icon
from gui.style.style import Style, apply_style
from gui.widgets import accessibility
from gui.widgets.command_palette import CommandPalette
from gui.widgets.key_bindings import bind_keys
from gui.widgets.keyboard_help import KeyboardHelp
from gui.widgets.nav_rail import ACTIONS, DARKER, LIGHTER, NavRail
from gui.widgets.shortcuts import DEMONSTRATION_DIGITS, DIGITS, shortcuts

if TYPE_CHECKING:
    from gui.session.replay import Replay

SMALLEST = (880, 440)
"""Below what is left of a screen of 1366 x 768 at 150 %, in device-independent pixels."""
_ARROWS = ("Left", "Right")
_REPEATED = ("+", "=", "-", *_ARROWS, "Shift+Left", "Shift+Right")


class MainWindow(QMainWindow):
    """Takes its bridge and its settings; closing it hides it at once, and stops the race."""

    def __init__(
        self,
        bridge: RaceThread,
        settings: Settings,
        settings_file: Path | None,
        *,
        replay: "Replay | None" = None,
    ) -> None:
        super().__init__()
        accessibility.install()
        # Qt appends the name of the program.
        self.setWindowTitle("A recorded race" if replay else "Flask or FastAPI?")
        self.setWindowIcon(window_icon())
        self.setMinimumSize(*SMALLEST)
        self._bridge, self._settings, self._file = bridge, settings, settings_file
        self._choice: ThemeChoice = settings.theme
        self._at_the_end = Once(self._keep)
        self.placement = WindowPlacement(self)
        self.look = Style(theme_of(self._choice))
        # Before there are widgets: each then takes its font once, and at the first try.
        style_application(self, self.look)
        self.session = RaceSession(
            bridge,
            replay.race.plan if replay else settings.plan,
            self,
            other_model=settings.other_model,
            basis=settings.latency_basis,
            replay=replay,
        )
        self.session.set_measure(settings.inside_measure)
        self.session.set_inside(settings.inside_shown)
        self._keys = shortcuts([page.title for page in PAGES])
        whole = QWidget(self)
        self.rail = NavRail(rail_entries(PAGES), ACTIONS, whole)
        self.pages = PageStack(PAGES, self.session, whole)
        self.race = self.page(RacePage)
        self.desk = PictureController(self.session, self.race, self)
        self.desk.recall(settings)
        self.before = PreviousRaceController(self.session, self.race, self)
        self.calibration = CalibrationController(self.session, self.race, bridge, self)
        self._arrange(whole)
        self.help = KeyboardHelp(whole, self._keys)
        self._bind_keys()
        self.race.bar.order_tabs()
        self.rail.chosen.connect(self._do)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.race.picker.changed.connect(self._offer_arrows)
        self.session.race_opened.connect(partial(self._do, "race"))
        self.session.demonstrations.begun.connect(partial(self._do, "race"))
        self.rail.show_page("race")
        self.race.panel.instrument.fold.setChecked(settings.instrument_open)
        self.race.show_code(settings.code_open)
        self._style_widgets()
        self.pages.made.connect(lambda page: apply_style(page, self.look))
        self.placement.put(settings)
        self.race.setFocus()

    def page(self, kind: type[PageKind]) -> PageKind:
        """The page of that class; raises LookupError where ``PAGES`` has none."""
        return self.pages.of_class(kind)

    def _arrange(self, whole: QWidget) -> None:
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(ReplayPlace(self.session, whole))
        row.addLayout(column, 1)
        self.setCentralWidget(whole)

    def _bind_keys(self) -> None:
        digits = DIGITS[: max(len(PAGES), len(DEMONSTRATION_DIGITS))]
        actions: dict[str, Callable[[], object]] = {
            "Space": self._space,
            **{digit: partial(self._digit, n) for n, digit in enumerate(digits, 1)},
            "G": lambda: self._do("race" if self._shows_demos else "demos"),
            "B": self.session.demonstrations.go_back,
            "C": self._toggle_code,
            **race_keys(self.race, self.session),
            **{key: partial(self._on_race, do) for key, do in self.race.opening_keys.items()},
            "T": partial(self._do, "theme"),
            "Shift+T": partial(self._do, "system"),
            "F11": partial(self._do, "stage"),
            "Ctrl+S": self.desk.save,
            "Ctrl+C": self.desk.copy,
            "Backspace": self.before.show,
            "Ctrl+Q": self.close,
            "P": self._toggle_panel,
            "Escape": self._leave_topmost,
            **dict.fromkeys(("?", "F1"), self.help.toggle),
            "Ctrl+K": lambda: self.commands.open(),
        }
        listed = command_actions(self.race, self.session, actions)
        self.commands = CommandPalette(
            self, lambda: command_list(self.session, self._keys, listed, PAGES, self._do)
        )
        bound = bind_keys(self, self._keys, actions, _REPEATED)
        self._arrows = [bound[key] for key in _ARROWS]
        self._crosshair_arrows = self.race.interaction.bind_arrows(self.race)
        self._offer_arrows()

    def _space(self) -> None:
        """Start or stop; but a button that was reached by Tab is pressed, as everywhere."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused is not self.race.bar.start:
            focused.click()
        else:
            self.session.toggle()

    def _digit(self, number: int) -> None:
        """One of the first nine demonstrations while they are shown, else a page."""
        if self._shows_demos and str(number) in DEMONSTRATION_DIGITS:
            from gui.pages.demos.demos_page import DemosPage

            self.page(DemosPage).start(number)
        elif number <= len(self.pages.keys):
            self._do(self.pages.keys[number - 1])

    def _do(self, what: str) -> None:
        match what:
            case "theme":
                self.set_theme("light" if self.look.theme.is_dark else "dark")
            case "system":
                self.set_theme("system")
            case "stage":
                self.set_stage(not self.look.stage)
            case "keys":
                self.help.toggle()
            case _:
                page = self.pages.page(what)
                self.pages.setCurrentWidget(page)
                self.rail.show_page(what)
                # Qt would hand the keyboard to the first button: Space is to start the race.
                page.setFocus()

    @property
    def _shows_demos(self) -> bool:
        return self.pages.shown_key == "demos"

    @property
    def _shown_page(self) -> QWidget:
        return self.pages.currentWidget() or self.race

    def _toggle_panel(self) -> None:
        self._do("race")
        self.race.panel_place.toggle()

    def _leave_topmost(self) -> None:
        """Close what is on top: drawer, picked setting, selection, pin, enlarged chart, stage."""
        if self.race.panel_place.is_drawer_open:
            self.race.panel_place.toggle()
        elif self.look.stage and self.race.picker.drop():
            return
        elif not self.race.interaction.clear() and not self.race.board.leave_enlarged():
            self.set_stage(False)

    def _offer_arrows(self) -> None:
        """The arrows turn the setting that is picked on stage; else they are the focus's."""
        turns = self.look.stage and self.race.picker.slider is not None
        for shortcut in self._arrows:
            shortcut.setEnabled(turns)
        for shortcut in self._crosshair_arrows:
            shortcut.setEnabled(not turns)

    def _on_race(self, action: Callable[[], object]) -> None:
        """Show the race page first: a field that opens on a hidden page would take all keys."""
        if self._shown_page is not self.race:
            self._do("race")
        action()

    def _toggle_code(self) -> None:
        """The code below the charts, which are on the race page."""
        shown = self.race.code_button.isChecked() and self.pages.currentWidget() is self.race
        self._do("race")
        self.race.show_code(not shown)

    def set_theme(self, choice: ThemeChoice) -> None:
        """Follow the system's theme, or use a light or dark one."""
        self._choice = choice
        self.look = replace(self.look, theme=theme_of(self._choice))
        self.apply_look()

    def set_stage(self, on: bool) -> None:
        """Stage mode: large type, full screen, nothing but the race."""
        if on == self.look.stage:
            return
        self.look = Style(self.look.theme, on, self.screen().size().height())
        self.rail.setHidden(on)
        if on:
            self._shown_page.setFocus()
            self.placement.fill_screen()
        else:
            self.placement.leave_screen()
            self._shown_page.setFocus()
        self.apply_look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.height())
        resized = replace(self.look, height=self.height())
        if resized.factor != self.look.factor:
            self.look = resized
            self.apply_look()

    def apply_look(self) -> None:
        """Apply the present style to all widgets."""
        style_application(self, self.look)
        self._style_widgets()

    def _style_widgets(self) -> None:
        apply_style(self, self.look)
        self.rail.change(LIGHTER if self.look.theme.is_dark else DARKER)
        self.rail.offer("system", self._choice != "system")

    def _follow_system(self) -> None:
        if self._choice == "system":
            self.set_theme("system")

    def remember(self) -> str:
        """Write the settings; a sentence where that failed."""
        plan, basis = self.session.demonstrations.own_settings
        remembered = msgspec.structs.replace(
            self._settings,
            theme=self._choice,
            plan=plan,
            other_model=self.session.other_model,
            latency_basis=basis,
            inside_shown=self.session.inside,
            inside_measure=self.session.measure,
            instrument_open=self.race.panel.instrument.fold.isChecked(),
            code_open=self.race.code_button.isChecked(),
        )
        return save(self._file, self.desk.remembered(self.placement.remembered(remembered)))

    def keep(self) -> Path | None:
        """Write the settings and the race on screen, once; the file of the race, if there is one.

        It may be called when the display has gone, since nothing here asks for it, and from another
        thread.
        """
        return self._at_the_end.run()

    def _keep(self) -> Path | None:
        replay = self.session.replay
        if replay and replay.is_whole_window:
            return None
        if trouble := self.remember():
            sys.stderr.write(f"{trouble}\n")
        return None if replay else keep_race(self.session)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.race.notes.field.finish()
        # Hidden at once: ending the servers takes longer than a person waits.
        self.hide()
        self.keep()
        self.session.stop()
        for page in self.pages.opened:
            page.close()  # one whose servers run beside the race's ends them
        event.accept()
