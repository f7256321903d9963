"""Asks where a race is to be saved, in which form, and a picture in which layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.picture.saver import free_path
from loadgen.export.picture_layout import POSTER, PictureLayout

if TYPE_CHECKING:
    from loadgen.export.exporters import Exporter


@dataclass(frozen=True, slots=True)
class SaveForm:
    """An exporter, and one of its layouts; None where it has none."""

    exporter: "Exporter"
    layout: PictureLayout | None = None

    @property
    def suffix(self) -> str:
        """That of the file, with its dot."""
        return self.exporter.suffix

    @property
    def name_filter(self) -> str:
        """``Run document (*.json)``, ``Picture, slide (*.png)``."""
        title = self.exporter.title
        layout = f", {self.layout.title}" if self.layout else ""
        return f"{title[:1].upper()}{title[1:]}{layout} (*{self.suffix})"


def save_forms(exporters: Sequence["Exporter"]) -> tuple[SaveForm, ...]:
    """All of them, those of each exporter together."""
    return tuple(
        SaveForm(exporter, layout)
        for exporter in exporters
        for layout in exporter.layouts or (None,)
    )


class SaveDialog(QFileDialog):
    """One filter for each form; the one of ``start``'s suffix and the layout is selected.

    ``chosen`` brings a Path, whose suffix is that of the ``SaveForm`` that comes with it. Nothing
    waits for the dialog, and it deletes itself.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        exporters: Sequence["Exporter"],
        start: Path,
        parent: QWidget,
        layout: str = POSTER,
    ) -> None:
        super().__init__(parent, "Save the race", str(start.parent))
        self._forms = {each.name_filter: each for each in save_forms(exporters)}
        self._layout = layout
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(self._forms))
        self.setModal(False)
        self.filterSelected.connect(self._select_form)
        self.fileSelected.connect(self._choose)
        self.finished.connect(self.deleteLater)
        if form := form_of(start, layout, list(self._forms.values())):
            self.selectNameFilter(form.name_filter)
            self.setDefaultSuffix(form.suffix[1:])
        self.selectFile(start.name)

    def _select_form(self, text: str) -> None:
        """Give the file name the suffix of the form that was selected."""
        form, known = self._forms[text], list(self._forms.values())
        self._layout = form.layout.key if form.layout else self._layout
        self.setDefaultSuffix(form.suffix[1:])
        for name in self.selectedFiles():
            if form_of(Path(name), self._layout, known) is not None:
                self.selectFile(Path(name).with_suffix(form.suffix).name)

    def _choose(self, name: str) -> None:
        selected = self._forms[self.selectedNameFilter()]
        known = list(self._forms.values())
        self.chosen.emit(*with_known_suffix(Path(name), selected, known, self._layout))


def with_known_suffix(
    path: Path, selected: SaveForm, forms: Sequence[SaveForm], layout: str = POSTER
) -> tuple[Path, SaveForm]:
    """The path and the form of its suffix, as on the command line.

    Of a suffix with several layouts that of ``selected`` is meant, else ``layout``. A path with
    another suffix, or none, gets that of the ``selected`` form: ``race.v2`` becomes
    ``race.v2.png``. The dialog asked about replacing the first name only, so a file of the second
    name is not replaced: a number is added.
    """
    found = form_of(path, selected.layout.key if selected.layout else layout, forms)
    if found is not None:
        return path, found
    return free_path(path.parent, f"{path.name}{selected.suffix}"), selected


def form_of(path: Path, layout: str, forms: Sequence[SaveForm]) -> SaveForm | None:
    """The form of that suffix, in that layout where there are several."""
    found = [each for each in forms if each.suffix == path.suffix.lower()]
    of_layout = (each for each in found if each.layout and each.layout.key == layout)
    return next(of_layout, found[0] if found else None)
