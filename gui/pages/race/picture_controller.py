"""What the picture button and its keys do, and the sentence that says how it went."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from gui.pages.race.race_page import RacePage
from gui.picture.saver import PictureSaver, free_path, picture_name, pictures_folder
from gui.session.race_session import RaceSession
from gui.style.theme import DARK, LIGHT, Theme
from loadgen.export.run_record import RunRecord

_NOTHING_YET = "There is no picture yet: press Start, and save it while it races or after."


class PictureController(QObject):
    """Never a dialog that interrupts: "Save as…" opens one that the race does not wait for."""

    def __init__(self, session: RaceSession, page: RacePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self.folder: Path | None = None
        self.saver = PictureSaver(self)
        self.saver.saved.connect(self._saved)
        self.saver.copied.connect(lambda: page.say("The picture is on the clipboard."))
        self.saver.failed.connect(lambda sentence: page.say(sentence, bad=True))
        page.bar.picture.save_asked.connect(self.save)
        page.bar.picture.save_as_asked.connect(self.save_as)
        page.bar.picture.copy_asked.connect(self.copy)

    def save(self, scale: int = 1) -> None:
        """Straight to the pictures, with a telling name."""
        run = self._run()
        if run is not None:
            path = free_path(self.folder or pictures_folder(), picture_name(run))
            self.saver.save(run, self._theme(), scale, path, self._page.board.view)

    def save_as(self) -> None:
        """Where a person says; the dialog is not waited for."""
        run = self._run()
        if run is None:
            return
        start = (self.folder or pictures_folder()) / picture_name(run)
        dialog = QFileDialog(self._page, "Save the picture", str(start), "PNG (*.png)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setModal(False)
        dialog.fileSelected.connect(self._save_at)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def copy(self) -> None:
        """Put the picture of the race on the clipboard; nothing without a race."""
        run = self._run()
        if run is not None:
            self.saver.copy(run, self._theme(), 2, self._page.board.view)

    def _save_at(self, name: str) -> None:
        run = self._run()
        if run is not None:
            self.folder = Path(name).parent
            self.saver.save(run, self._theme(), 1, Path(name), self._page.board.view)

    def _run(self) -> RunRecord | None:
        """The race so far; None, and a sentence, when there was none."""
        if self._session.timeline.duration_s <= 0:
            self._page.say(_NOTHING_YET)
            return None
        return self._session.record()

    def _theme(self) -> Theme:
        choice = self._page.bar.picture.theme_choice
        return {"dark": DARK, "light": LIGHT}.get(choice, self._page.look.theme)

    def _saved(self, path: str) -> None:
        folder = QUrl.fromLocalFile(str(Path(path).parent))
        self._page.notice.say(
            f"The picture is saved: {path}",
            action="Show folder",
            do=lambda: QDesktopServices.openUrl(folder),
        )
