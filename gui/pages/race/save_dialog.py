"""Asks where a race is to be saved, and in which form."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.picture.saver import free_path

if TYPE_CHECKING:
    from loadgen.export.exporters import Exporter


class SaveDialog(QFileDialog):
    """One filter for each exporter; the one of ``start``'s suffix is selected.

    ``chosen`` brings a Path, whose suffix is that of the Exporter that comes with it. Nothing waits
    for the dialog, and it deletes itself.
    """

    chosen = Signal(object, object)

    def __init__(self, exporters: Sequence["Exporter"], start: Path, parent: QWidget) -> None:
        super().__init__(parent, "Save the race", str(start.parent))
        self._forms = {name_filter(each): each for each in exporters}
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(self._forms))
        self.setModal(False)
        self.filterSelected.connect(self._select_form)
        self.fileSelected.connect(self._choose)
        self.finished.connect(self.deleteLater)
        for text, each in self._forms.items():
            if each.suffix == start.suffix:
                self.selectNameFilter(text)
                self.setDefaultSuffix(each.suffix[1:])
        self.selectFile(start.name)

    def _select_form(self, text: str) -> None:
        """Give the file name the suffix of the form that was selected."""
        suffix = self._forms[text].suffix
        self.setDefaultSuffix(suffix[1:])
        for name in self.selectedFiles():
            if _form_of(Path(name), list(self._forms.values())) is not None:
                self.selectFile(Path(name).with_suffix(suffix).name)

    def _choose(self, name: str) -> None:
        selected = self._forms[self.selectedNameFilter()]
        self.chosen.emit(*with_known_suffix(Path(name), selected, list(self._forms.values())))


def name_filter(exporter: "Exporter") -> str:
    """``Run document (*.json)``."""
    return f"{exporter.title[:1].upper()}{exporter.title[1:]} (*{exporter.suffix})"


def with_known_suffix(
    path: Path, selected: "Exporter", exporters: Sequence["Exporter"]
) -> "tuple[Path, Exporter]":
    """The path and the exporter of its suffix, as on the command line.

    A path with another suffix, or none, gets that of the ``selected`` exporter: ``race.v2`` becomes
    ``race.v2.png``. The dialog asked about replacing the first name only, so a file of the second
    name is not replaced: a number is added.
    """
    found = _form_of(path, exporters)
    if found is not None:
        return path, found
    return free_path(path.parent, f"{path.name}{selected.suffix}"), selected


def _form_of(path: Path, exporters: Sequence["Exporter"]) -> "Exporter | None":
    return next((each for each in exporters if each.suffix == path.suffix.lower()), None)
