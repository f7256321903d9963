"""Save what a page has found: asks for a file without waiting, and writes it in a thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.pages.file_dialog import FileDialog
from gui.picture.saver import free_path, pictures_folder
from gui.session.background_task import BackgroundTask, Report
from loadgen.files.atomic_write import WriteError, write_atomically

Encode = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ResultForm:
    """``suffix`` has its dot; ``encode`` makes the file, ``title`` says what it is."""

    suffix: str
    title: str
    encode: Encode
    variant: str = ""

    @property
    def name_filter(self) -> str:
        """``Picture (*.png)``."""
        return f"{self.title} (*{self.suffix})"


class ResultSaving(QObject):
    """``said`` brings a sentence about what was saved, and whether it is about a failure."""

    said = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._folder: Path | None = None
        self._task = BackgroundTask(self)
        self._task.done.connect(lambda said: self.said.emit(*said))
        self._task.failed.connect(lambda sentence: self.said.emit(sentence, True))

    def ask(self, title: str, name: str, forms: Mapping[str, tuple[str, Encode]]) -> None:
        """Ask where; ``forms`` are a title and a function for each suffix, which makes the content.

        The first form is selected at first, in the folder that was chosen last.
        """
        now = datetime.now().astimezone()
        offered = [ResultForm(suffix, *form) for suffix, form in forms.items()]
        folder = self._folder or pictures_folder()
        file_name = f"faceoff_{name}_{now:%Y-%m-%d_%H-%M-%S}{offered[0].suffix}"
        dialog = FileDialog(title, offered, free_path(folder, file_name), self._parent)
        dialog.chosen.connect(self._write_chosen)
        dialog.show()

    def _write_chosen(self, path: Path, form: ResultForm) -> None:
        self._folder = path.parent
        self.write(path, form.encode)

    def write(self, path: Path, encode: Encode) -> None:
        """Write the content there; ``said`` follows. Pictures are drawn here, in Qt's thread."""
        from gui.picture.render import PictureError

        try:
            data = encode()
        except PictureError as error:
            self.said.emit(str(error), True)
            return

        async def work(report: Report) -> object:
            try:
                write_atomically(path, data)
            except WriteError as error:
                return f"{error} Choose another folder with “Save as…”.", True
            return f"Saved as {path}.", False

        self._task.start(work)

    def close(self) -> None:
        """Wait until what is being written is written."""
        self._task.close()
