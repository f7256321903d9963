"""What the picture button and its keys do, and the sentence that says how it went."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from gui.pages.race.race_page import RacePage
from gui.pages.race.save_dialog import SaveDialog, SaveForm
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent
from gui.picture.saver import PictureSaver, free_path, picture_name, pictures_folder
from gui.session.race_session import RaceSession
from gui.session.window_settings import Settings
from gui.style.theme import DARK, LIGHT, Theme
from loadgen.export.picture_layout import PictureLayout
from loadgen.export.run_record import RunRecord

if TYPE_CHECKING:
    from loadgen.timeline.timeline import Timeline

_BEING_READ = "The recorded race is still being read: save it when all of it is there."
_COPIED = "The picture and its numbers are on the clipboard."
_NOTHING_YET = "There is no race to save yet: press Start, and save it while it races or after."


class PictureController(QObject):
    """Never a dialog that interrupts: "Save as…" opens one that the race does not wait for.

    ``suffix`` is that of the last form that was saved.
    """

    def __init__(self, session: RaceSession, page: RacePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page, self._button = session, page, page.bar.picture
        self.folder: Path | None = None
        self.suffix = ".png"
        self._titles: WeakKeyDictionary[Timeline, str] = WeakKeyDictionary()
        self._titled = session.timeline
        self.saver = PictureSaver(self)
        self.saver.saved.connect(self._saved)
        self.saver.copied.connect(lambda: page.say(_COPIED))
        self.saver.failed.connect(lambda sentence: page.say(sentence, bad=True))
        self._button.save_asked.connect(self.save)
        self._button.save_as_asked.connect(self.save_as)
        self._button.copy_asked.connect(self.copy)
        session.state_changed.connect(self._follow_race)

    def recall(self, settings: Settings) -> None:
        """Begin with the layout and the form that were chosen last."""
        self._button.set_layout(settings.picture_layout)
        self.suffix = settings.picture_suffix

    def remembered(self, settings: Settings) -> Settings:
        """The settings with what is to be recalled."""
        return msgspec.structs.replace(
            settings, picture_layout=self._button.layout_choice, picture_suffix=self.suffix
        )

    def save(self, scale: int = 1) -> None:
        """Straight to the pictures, with a telling name."""
        run = self._run()
        if run is not None:
            path = free_path(self.folder or pictures_folder(), picture_name(run))
            self.saver.save(self._content(run), self._layout, scale, path)

    def save_as(self) -> None:
        """Ask for form, folder and name; the dialog is not waited for."""
        from gui.picture.export_list import ALL_EXPORTERS

        run = self._run()
        if run is None:
            return
        known = {each.suffix for each in ALL_EXPORTERS}
        name = Path(picture_name(run))
        name = name.with_suffix(self.suffix) if self.suffix in known else name
        start = (self.folder or pictures_folder()) / name
        dialog = SaveDialog(ALL_EXPORTERS, start, self._page, self._layout.key)
        dialog.chosen.connect(partial(self._save_at, self._content(run)))
        dialog.show()

    def copy(self) -> None:
        """Put the picture of the race on the clipboard; nothing without a race."""
        run = self._run()
        if run is not None:
            self.saver.copy(self._content(run), self._layout, 2)

    def _save_at(self, asked: PictureContent, path: Path, form: SaveForm) -> None:
        """Save the race that was shown when the dialog was opened, with all that came since."""
        timeline, previous = asked.run.timeline, self._session.previous
        if timeline is self._session.timeline:
            run = self._run()
            if run is None:
                return
            content = self._content(run)
        else:
            ended = [previous.run] if previous else []
            run = next((each for each in ended if each.timeline is timeline), asked.run)
            content = replace(asked, run=run)
        self.folder, self.suffix = path.parent, form.suffix
        if form.layout:  # with what the charts of the window show
            self._button.set_layout(form.layout.key)
            self.saver.save(content, form.layout, 1, path, form.exporter.title)
        else:
            self.saver.export(run, form.exporter, path)

    @property
    def _layout(self) -> PictureLayout:
        return layout(self._button.layout_choice)

    def _content(self, run: RunRecord) -> PictureContent:
        return PictureContent(
            run=run,
            theme=self._theme(),
            view=self._page.board.view,
            title=self._button.title.text().strip(),
            before=self._before(),
        )

    def _follow_race(self) -> None:
        """Show the title of the race that is shown: of another one it would be untrue.

        One that was typed before anything was raced is of the first race.
        """
        before, self._titled = self._titled, self._session.timeline
        if before is not self._titled and before.duration_s > 0:
            self._titles[before] = self._button.title.text()
            self._button.title.setText(self._titles.get(self._titled, ""))

    def _before(self) -> RunRecord | None:
        """The reference (R), unless it is all of this race; else the race that was shown before."""
        if reference := self._page.reference.run_before(self._session.timeline):
            return reference
        return self._session.previous.run if self._session.previous else None

    def _run(self) -> RunRecord | None:
        """The race so far; None, and a sentence, when there was none."""
        if self._session.timeline.duration_s <= 0:
            self._page.say(_NOTHING_YET)
            return None
        if self._session.opener.opening:
            self._page.say(_BEING_READ)
            return None
        return self._session.record()

    def _theme(self) -> Theme:
        choice = self._page.bar.picture.theme_choice
        return {"dark": DARK, "light": LIGHT}.get(choice, self._page.look.theme)

    def _saved(self, title: str, path: str) -> None:
        folder = QUrl.fromLocalFile(str(Path(path).parent))
        self._page.notice.say(
            f"The {title} is saved: {path}",
            action="Show folder",
            do=lambda: QDesktopServices.openUrl(folder),
        )
