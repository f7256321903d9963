"""Plays a recorded race: pause, speed, marks as chapters, pauses on marks, a loop."""

from textwrap import shorten

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.session.race_session import RaceSession
from gui.session.replay import Replay
from gui.style.style import Style, Styled
from gui.widgets.page_button import page_button
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from loadgen.model.number_format import clock

SPEEDS = (0.5, 1.0, 2.0, 4.0, 10.0)
MOST_CHAPTERS = 30
"""A menu has so many chapters; the buttons reach all of them."""
LONGEST_CHAPTER = 16
"""Characters of a chapter's title: the bar is not to be wider than the smallest window."""
_LONGEST_DETAIL = 80
_ROOMY = 1_000
"""Pixels below which captions are left out."""

_NEAR_S = 1.0
"""So soon after a chapter began, back means the one before it."""


class ReplayBar(Styled, QFrame):
    """Changes the playback of a session that plays a recorded race.

    Chapters come as they are read. ``follow`` is there while another program races it, ``close_``
    where live races are possible.
    """

    def __init__(self, session: RaceSession, replay: Replay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._session, self._replay = session, replay
        self._begins: tuple[float, ...] = (0.0,)
        self.pause = self._button("Pause", "Let the race stand still, and go on.", checkable=True)
        self.back = self._button("‹", "The chapter before.", "Chapter before")
        self.next = self._button("›", "The next chapter.", "Next chapter")
        self.on_marks = self._button(
            "Pause on marks", "Pause where anything happened.", checkable=True
        )
        self.loop = self._button(
            "Loop", "Play the selected stretch, or all of it, again and again.", checkable=True
        )
        self.follow = self._button(
            "Follow", "Stay at the newest moment of a race that is still on.", checkable=True
        )
        self.close_ = self._button("Close", "Leave the replay, and race again.", "Close the replay")
        self.close_.setHidden(replay.is_whole_window)
        chapters = [_chapter(0, 0.0, "start")]
        self.chapter = PickButton("Chapter", chapters, "Go on where something happened.", self)
        speeds = [Pick(f"{each:g}", f"{each:g} ×", "") for each in SPEEDS]
        self.speed = PickButton("Speed", speeds, "Seconds of the race in one second.", self)
        self.position = QLabel(self)
        self.position.setObjectName("muted")
        self._arrange()
        self.pause.clicked.connect(self._pause)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.on_marks.clicked.connect(self._pause_on_marks)
        self.loop.clicked.connect(self._loop)
        self.follow.clicked.connect(self._follow)
        self.close_.clicked.connect(session.leave_replay)
        self.chapter.picked.connect(lambda key: self._seek(int(key)))
        self.speed.picked.connect(self._set_speed)
        session.framed.connect(self.show_position)
        session.state_changed.connect(self.show_position)
        self.show_position()

    def _button(
        self, text: str, hint: str, name: str = "", *, checkable: bool = False
    ) -> QPushButton:
        button = page_button(text, hint, self, name)
        button.setCheckable(checkable)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(8)
        for each in (self.pause, self.speed, self.back, self.chapter, self.next):
            row.addWidget(each)
        row.addWidget(self.on_marks)
        row.addWidget(self.loop)
        row.addWidget(self.follow)
        row.addStretch(1)
        row.addWidget(self.position)
        row.addWidget(self.close_)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_brief = self.width() < _ROOMY
        for each in (self.speed, self.chapter):
            each.be_brief(is_brief)
        self.on_marks.setText("At marks" if is_brief else "Pause on marks")
        self.close_.setText("×" if is_brief else "Close")

    @property
    def _at_s(self) -> float:
        return self._session.timeline.duration_s

    @property
    def _now(self) -> int:
        """The number of the chapter that is played."""
        return max(n for n, at_s in enumerate(self._begins) if at_s <= self._at_s + 1e-6)

    def _pause(self) -> None:
        self._replay.playback.is_paused = self.pause.isChecked()
        self.show_position()

    def _pause_on_marks(self) -> None:
        self._replay.playback.pauses_on_marks = self.on_marks.isChecked()

    def _loop(self) -> None:
        """The stretch that is selected now; all of the race without one."""
        whole = (0.0, self._replay.duration_s)
        wanted = self._session.selection.span or whole
        self._replay.playback.loop = wanted if self.loop.isChecked() else None
        if self.loop.isChecked():
            self._session.seek(wanted[0])

    def _follow(self) -> None:
        playback = self._replay.playback
        playback.is_following = self.follow.isChecked()
        playback.is_paused = playback.is_paused and not playback.is_following
        self.show_position()

    def _show_chapters(self) -> None:
        """Offer those that have been read by now."""
        marks = self._replay.chapters
        if len(self._begins) == 1 + len(marks):
            return
        self._begins = (0.0, *(mark.at_s for mark in marks))
        names = ("start", *(mark.text for mark in marks))
        chapters = enumerate(zip(self._begins, names, strict=True))
        first = [_chapter(n, at_s, name) for n, (at_s, name) in chapters if n < MOST_CHAPTERS]
        self.chapter.show_picks(first)

    def _set_speed(self, key: str) -> None:
        self._replay.playback.set_speed(float(key))
        self.show_position()

    def _go_back(self) -> None:
        now = self._now
        begun = self._at_s - self._begins[now] > _NEAR_S
        self._seek(now if begun else max(0, now - 1))

    def _go_on(self) -> None:
        self._seek(min(self._now + 1, len(self._begins) - 1))

    def _seek(self, chapter: int) -> None:
        self._session.seek(self._begins[chapter])

    def show_position(self) -> None:
        """Where the race is, and how it is played; nothing while another race is shown."""
        self.setHidden(self._session.shows_recorded)
        playback = self._replay.playback
        self._show_chapters()
        self.follow.setVisible(self._replay.can_follow)
        self.loop.setHidden(self._replay.can_follow)
        self.follow.setChecked(playback.is_following)
        self.position.setText(f"{clock(self._at_s)} of {clock(self._replay.duration_s)}")
        self.pause.setChecked(playback.is_paused)
        self.pause.setText("Go on" if playback.is_paused else "Pause")
        self.pause.setEnabled(self._session.is_on)
        self.speed.show_pick(f"{playback.speed:g}", otherwise=f"{playback.speed:g} ×")
        self.chapter.show_pick(str(self._now), otherwise=f"{self._now + 1:,}")
        self.back.setEnabled(self._at_s > 0)
        self.next.setEnabled(self._now + 1 < len(self._begins))

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        self.position.setFont(look.font(14))


def _chapter(number: int, at_s: float, name: str) -> Pick:
    """A long name stands below its title in the menu."""
    whole = f"{clock(at_s)} {name}"
    title = shorten(whole, LONGEST_CHAPTER, placeholder="…")
    detail = "" if title == whole else shorten(name, _LONGEST_DETAIL, placeholder="…")
    return Pick(str(number), title, detail, name)
