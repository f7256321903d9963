"""Asks where a race is to be saved, in which form, and a picture in which layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.pages.file_dialog import FileDialog
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

    @property
    def variant(self) -> str:
        """The key of the layout."""
        return self.layout.key if self.layout else ""


def save_forms(exporters: Sequence["Exporter"]) -> tuple[SaveForm, ...]:
    """All of them, those of each exporter together."""
    return tuple(
        SaveForm(exporter, layout)
        for exporter in exporters
        for layout in exporter.layouts or (None,)
    )


class SaveDialog(FileDialog):
    """``chosen`` brings a Path and its ``SaveForm``; ``layout`` is that of pictures at first."""

    def __init__(
        self,
        exporters: Sequence["Exporter"],
        start: Path,
        parent: QWidget,
        layout: str = POSTER,
    ) -> None:
        super().__init__("Save the race", save_forms(exporters), start, parent, layout)
