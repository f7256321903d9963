"""Saves a race as a picture or in another form, and copies its picture to the clipboard."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from loadgen.export.run_record import RunRecord
from loadgen.files import user_files
from loadgen.files.atomic_write import WriteError, write_atomically

# Imported where it is used: the window has to be there at once.
if TYPE_CHECKING:
    from gui.picture.picture_content import PictureContent
    from loadgen.export.exporters import Exporter
    from loadgen.export.picture_layout import PictureLayout


MARKDOWN = "text/markdown"


def pictures_folder() -> Path:
    """The user's folder of pictures where there is one, else the home folder.

    Where neither is known, the folder for temporary files.
    """
    folder = user_files.pictures_folder()
    if folder is not None and os.path.isdir(folder):
        return folder
    return user_files.home_folder() or Path(tempfile.gettempdir())


def picture_name(run: RunRecord) -> str:
    """``faceoff_flask-vs-fastapi_wait_2026-11-22_16-40-01.png``."""
    plan = run.plan
    lanes = "-vs-".join(plan.lanes[id_].variant for id_ in ("a", "b"))
    return f"faceoff_{lanes}_{plan.scenario}_{run.started_at:%Y-%m-%d_%H-%M-%S}.png"


def free_path(folder: Path, name: str) -> Path:
    """A path at which there is nothing yet: a file that was saved before is kept."""
    path, n = folder / name, 1
    while os.path.exists(path):  # False in a folder that cannot be entered
        n += 1
        path = folder / f"{Path(name).stem}-{n}{Path(name).suffix}"
    return path


class PictureSaver(QObject):
    """``saved`` brings what was saved and its path, ``failed`` a sentence saying what to do.

    The picture is drawn in the GUI thread, which owns the time line: 40 ms, 60 at 2x, 170 at 4x. It
    is compressed and written in another, since that takes longer than a race may be held up. Other
    forms are made in the other thread too, of the frames of the race: ten minutes of it take 1 to
    2 s, and the report of an hour is compressed for 15 s.
    """

    saved = Signal(str, str)
    copied = Signal()
    failed = Signal(str)
    _written = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writing: list[threading.Thread] = []
        self._written.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def save(
        self,
        content: "PictureContent",
        form: "PictureLayout",
        scale: int,
        path: Path,
        title: str = "picture",
    ) -> None:
        """Write the picture in the format of the path's suffix.

        Returns when it is drawn; ``saved``, with ``title`` for what was saved, or ``failed``
        follows.
        """
        from gui.picture.render import PictureError, draw_file

        try:
            finish = draw_file(path.suffix.lower(), content, form, scale)
        except PictureError as error:
            self.failed.emit(str(error))
            return
        self._in_background(title, lambda: write_atomically(path, finish()), path)

    def export(self, run: RunRecord, exporter: "Exporter", path: Path) -> None:
        """Write it there in the exporter's form; ``saved`` or ``failed`` follows."""
        from loadgen.export.exporters import ExportOptions

        self._in_background(
            exporter.title,
            lambda: exporter.write(path, run.with_own_timeline(), ExportOptions()),
            path,
        )

    def copy(self, content: "PictureContent", form: "PictureLayout", scale: int) -> None:
        """To the clipboard: the picture, and its numbers as Markdown and with tabs between them.

        Who pastes gets what the other program takes.
        """
        from gui.picture.render import PictureError, render_image
        from loadgen.export.run_document import RunDocument
        from loadgen.export.text_table import markdown, tab_separated

        try:
            image = render_image(content, form, scale)
        except PictureError as error:
            self.failed.emit(str(error))
            return
        document = RunDocument.of(content.run, summary=True)
        data = QMimeData()
        data.setImageData(image)
        data.setText(tab_separated(document))
        data.setData(MARKDOWN, markdown(document).encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit()

    def close(self) -> None:
        """Wait until what is being written is written."""
        for thread in self._writing:
            thread.join()

    def _in_background(self, title: str, write: Callable[[], None], path: Path) -> None:
        from gui.picture.render import PictureError
        from loadgen.export.exporters import ExportError

        def work() -> None:
            try:
                write()
                trouble = ""
            except WriteError as error:
                trouble = f"{error} Choose another folder with “Save as…”."
            except (PictureError, ExportError) as error:
                trouble = str(error)
            self._written.emit(title, str(path), trouble)

        self._writing = [thread for thread in self._writing if thread.is_alive()]
        thread = threading.Thread(target=work, name="race writer")
        self._writing.append(thread)
        thread.start()

    def _tell(self, title: str, path: str, trouble: str) -> None:
        if trouble:
            self.failed.emit(trouble)
        else:
            self.saved.emit(title, path)
