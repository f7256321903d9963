"""Asks for a file to be written; its name always ends in the suffix of the form that is chosen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from gui.picture.saver import free_path
from gui.style.icons import tint_icon


class FileForm(Protocol):
    """A form in which something can be saved.

    ``suffix`` has its dot; ``name_filter`` is what the dialog lists: ``Picture (*.png)``. Forms of
    one suffix differ in ``variant``, which is "" where there is one form alone.
    """

    @property
    def suffix(self) -> str: ...

    @property
    def name_filter(self) -> str: ...

    @property
    def variant(self) -> str: ...


AnyForm = TypeVar("AnyForm", bound=FileForm)

_ARROWS = ("backButton", "forwardButton", "toParentButton")


class FileDialog(QFileDialog):
    """One filter for each form; the one of ``start``'s suffix and the variant is selected.

    ``chosen`` brings a Path and the form of its suffix. Nothing waits for the dialog, and it
    deletes itself.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        title: str,
        forms: Sequence[FileForm],
        start: Path,
        parent: QWidget,
        variant: str = "",
    ) -> None:
        super().__init__(parent, title, str(start.parent))
        self._forms = {each.name_filter: each for each in forms}
        self._variant = variant
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(self._forms))
        self.setModal(False)
        self.filterSelected.connect(self._select_form)
        self.fileSelected.connect(self._choose)
        self.finished.connect(self.deleteLater)
        if form := form_of(start, variant, list(forms)):
            self.selectNameFilter(form.name_filter)
            self.setDefaultSuffix(form.suffix[1:])
        self.selectFile(start.name)
        self._tint_arrows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:  # another theme while it is open
            self._tint_arrows()

    def _tint_arrows(self) -> None:
        """In the colour of text: Qt's own are black in every theme. A native dialog has none."""
        color = self.palette().color(QPalette.ColorRole.WindowText)
        for name in _ARROWS:
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(tint_icon(button.icon(), button.iconSize(), color))

    def _select_form(self, text: str) -> None:
        """Give the file name the suffix of the form that was selected."""
        form, known = self._forms[text], list(self._forms.values())
        self._variant = form.variant or self._variant
        self.setDefaultSuffix(form.suffix[1:])
        for name in self.selectedFiles():
            if form_of(Path(name), self._variant, known) is not None:
                self.selectFile(Path(name).with_suffix(form.suffix).name)

    def _choose(self, name: str) -> None:
        selected = self._forms[self.selectedNameFilter()]
        known = list(self._forms.values())
        self.chosen.emit(*with_known_suffix(Path(name), selected, known, self._variant))


def with_known_suffix(
    path: Path, selected: AnyForm, forms: Sequence[AnyForm], variant: str = ""
) -> tuple[Path, AnyForm]:
    """The path and the form of its suffix, as on the command line.

    Of a suffix with several variants that of ``selected`` is meant, else ``variant``. A path with
    another suffix, or none, gets that of the ``selected`` form: ``race.v2`` becomes
    ``race.v2.png``. The dialog asked about replacing the first name only, so a file of the second
    name is not replaced: a number is added.
    """
    found = form_of(path, selected.variant or variant, forms)
    if found is not None:
        return path, found
    return free_path(path.parent, f"{path.name}{selected.suffix}"), selected


def form_of(path: Path, variant: str, forms: Sequence[AnyForm]) -> AnyForm | None:
    """The form of that suffix, in that variant where there are several."""
    found = [each for each in forms if each.suffix == path.suffix.lower()]
    of_variant = (each for each in found if each.variant == variant)
    return next(of_variant, found[0] if found else None)
