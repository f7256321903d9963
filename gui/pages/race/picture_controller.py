"""What the picture button and its keys do, and the sentence that says how it went."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from gui.pages.race.race_page import RacePage
from gui.pages.race.save_dialog import SaveDialog
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent
from gui.picture.saver import PictureSaver, free_path, picture_name, pictures_folder
from gui.session.race_session import RaceSession
from gui.style.theme import DARK, LIGHT, Theme
from loadgen.export.picture_layout import POSTER
from loadgen.export.run_record import RunRecord

if TYPE_CHECKING:
    from loadgen.export.exporters import Exporter

_BEING_READ = "The recorded race is still being read: save it when all of it is there."
_COPIED = "The picture and its numbers are on the clipboard."
_NOTHING_YET = "There is no race to save yet: press Start, and save it while it races or after."


class PictureController(QObject):
    """Never a dialog that interrupts: "Save as…" opens one that the race does not wait for."""

    def __init__(self, session: RaceSession, page: RacePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self.folder: Path | None = None
        self.saver = PictureSaver(self)
        self.saver.saved.connect(self._saved)
        self.saver.copied.connect(lambda: page.say(_COPIED))
        self.saver.failed.connect(lambda sentence: page.say(sentence, bad=True))
        page.bar.picture.save_asked.connect(self.save)
        page.bar.picture.save_as_asked.connect(self.save_as)
        page.bar.picture.copy_asked.connect(self.copy)

    def save(self, scale: int = 1) -> None:
        """Straight to the pictures, with a telling name."""
        run = self._run()
        if run is not None:
            path = free_path(self.folder or pictures_folder(), picture_name(run))
            self.saver.save(self._content(run), layout(POSTER), scale, path)

    def save_as(self) -> None:
        """Ask for form, folder and name; the dialog is not waited for."""
        from gui.picture.export_list import ALL_EXPORTERS

        run = self._run()
        if run is None:
            return
        start = (self.folder or pictures_folder()) / picture_name(run)
        dialog = SaveDialog(ALL_EXPORTERS, start, self._page)
        dialog.chosen.connect(self._save_at)
        dialog.show()

    def copy(self) -> None:
        """Put the picture of the race on the clipboard; nothing without a race."""
        run = self._run()
        if run is not None:
            self.saver.copy(self._content(run), layout(POSTER), 2)

    def _save_at(self, path: Path, exporter: "Exporter") -> None:
        run = self._run()
        if run is None:
            return
        self.folder = path.parent
        if exporter.layouts:  # with what the charts of the window show
            self.saver.save(self._content(run), layout(POSTER), 1, path, exporter.title)
        else:
            self.saver.export(run, exporter, path)

    def _run(self) -> RunRecord | None:
        """The race so far; None, and a sentence, when there was none."""
        if self._session.timeline.duration_s <= 0:
            self._page.say(_NOTHING_YET)
            return None
        if self._session.opener.opening:
            self._page.say(_BEING_READ)
            return None
        return self._session.record()

    def _content(self, run: RunRecord) -> PictureContent:
        return PictureContent(run=run, theme=self._theme(), view=self._page.board.view)

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
