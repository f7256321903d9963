"""Save what a page has found: asks for a file without waiting, and writes it in a thread."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.picture.saver import free_path, pictures_folder
from gui.session.background_task import BackgroundTask, Report
from loadgen.files.atomic_write import WriteError, write_atomically

Encode = Callable[[], bytes]


class ResultSaving(QObject):
    """``said`` brings a sentence about what was saved, and whether it is about a failure."""

    said = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._task = BackgroundTask(self)
        self._task.done.connect(lambda said: self.said.emit(*said))
        self._task.failed.connect(lambda sentence: self.said.emit(sentence, True))

    def ask(self, title: str, name: str, forms: Mapping[str, tuple[str, Encode]]) -> None:
        """Ask where; ``forms`` are a title and a function for each suffix, which makes the content.

        The first form is that of a name without a known suffix.
        """
        now = datetime.now().astimezone()
        default = next(iter(forms))
        start = free_path(pictures_folder(), f"faceoff_{name}_{now:%Y-%m-%d_%H-%M-%S}{default}")
        dialog = QFileDialog(self._parent, title, str(start.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = {f"{text} (*{suffix})": suffix for suffix, (text, _) in forms.items()}
        dialog.setNameFilters(list(filters))
        dialog.setDefaultSuffix(default[1:])
        dialog.selectFile(start.name)
        dialog.setModal(False)
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(filters[text][1:]))
        dialog.finished.connect(dialog.deleteLater)

        def chosen(path: str) -> None:
            suffix = Path(path).suffix.lower()
            self.write(Path(path), forms[suffix if suffix in forms else default][1])

        dialog.fileSelected.connect(chosen)
        dialog.show()

    def write(self, path: Path, encode: Encode) -> None:
        """Write the content there; ``said`` follows. Pictures are drawn here, in Qt's thread."""
        data = encode()

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
