"""The dialog offers every form, and what it brings always ends in the suffix of its form."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.file_dialog import with_known_suffix
from gui.pages.race.save_dialog import SaveDialog, SaveForm, save_forms
from gui.picture.export_list import ALL_EXPORTERS, PICTURES
from gui.picture.layout_list import LAYOUTS, layout
from gui.style.style import Style
from gui.style.stylesheet import palette
from gui.style.theme import THEMES, Theme, contrast
from loadgen.export.exporters import EXPORTERS
from loadgen.files.atomic_write import check_writable
from loadgen.report.html_report import HTML

JSON, CSV, REPORT = map(SaveForm, (*EXPORTERS, HTML))
FORMS = save_forms(ALL_EXPORTERS)
SLIDE = layout("slide")
PICTURE, SVG, PDF = (SaveForm(each, LAYOUTS[0]) for each in PICTURES)
PNG_SLIDE, SVG_SLIDE, _ = (SaveForm(each, SLIDE) for each in PICTURES)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def dialog(parent: QWidget, tmp_path: Path) -> SaveDialog:
    return SaveDialog(ALL_EXPORTERS, tmp_path / "race.png", parent)


@pytest.mark.parametrize(
    ("typed", "selected", "name", "form"),
    [
        ("race", PICTURE, "race.png", PICTURE),
        ("race.png", PICTURE, "race.png", PICTURE),
        ("race.json", PICTURE, "race.json", JSON),
        ("RACE.CSV", PICTURE, "RACE.CSV", CSV),
        ("race.html", JSON, "race.html", REPORT),
        ("race.svg", PICTURE, "race.svg", SVG),
        ("race.SVG", PNG_SLIDE, "race.SVG", SVG_SLIDE),
        ("race", PNG_SLIDE, "race.png", PNG_SLIDE),
        ("race.pdf", CSV, "race.pdf", PDF),
        ("race.v2", PICTURE, "race.v2.png", PICTURE),
        ("race.xlsx", CSV, "race.xlsx.csv", CSV),
        ("race.", JSON, "race..json", JSON),
        (".png", JSON, ".png.json", JSON),
        ("taken", PICTURE, "taken-2.png", PICTURE),
    ],
)
def test_the_suffix_is_that_of_the_form(
    typed: str, selected: SaveForm, name: str, form: SaveForm, tmp_path: Path
) -> None:
    (tmp_path / "taken.png").write_bytes(b"of another race")
    path, found = with_known_suffix(tmp_path / typed, selected, FORMS)
    assert (path, found) == (tmp_path / name, form)
    check_writable(path)


def test_it_offers_every_form_and_begins_with_the_picture(dialog: SaveDialog) -> None:
    assert dialog.nameFilters() == [each.name_filter for each in FORMS]
    assert len(FORMS) == len(EXPORTERS) + 1 + len(PICTURES) * len(LAYOUTS)
    assert JSON.name_filter == "Run document (*.json)"
    assert SVG_SLIDE.name_filter == "Picture as vectors, slide (*.svg)"
    assert dialog.selectedNameFilter() == PICTURE.name_filter
    assert [Path(each).name for each in dialog.selectedFiles()] == ["race.png"]
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert not dialog.isModal()


def test_the_layout_of_before_is_selected(parent: QWidget, tmp_path: Path) -> None:
    again = SaveDialog(ALL_EXPORTERS, tmp_path / "race.svg", parent, SLIDE.key)
    assert again.selectedNameFilter() == SVG_SLIDE.name_filter


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name_filter)
def test_another_form_renames_the_file(dialog: SaveDialog, form: SaveForm, qtbot: QtBot) -> None:
    dialog.selectNameFilter(form.name_filter)
    dialog.filterSelected.emit(form.name_filter)
    (selected,) = dialog.selectedFiles()
    assert Path(selected).name == f"race{form.suffix}"
    with qtbot.waitSignal(dialog.chosen) as brought:
        dialog.fileSelected.emit(selected)
    assert brought.args == [Path(selected), form]


def test_a_name_without_a_suffix_gets_the_one_that_is_selected(
    dialog: SaveDialog, tmp_path: Path
) -> None:
    dialog.selectNameFilter(CSV.name_filter)
    dialog.filterSelected.emit(CSV.name_filter)
    dialog.selectFile("other")
    assert dialog.selectedFiles() == [str(tmp_path / "other.csv")]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_the_arrows_of_qt_s_own_dialog_are_seen_after_a_change_of_theme(
    dialog: SaveDialog, theme: Theme
) -> None:
    (other,) = (each for each in THEMES if each is not theme)
    for each in (other, theme):  # the application's own palette is that of all later tests
        dialog.setPalette(palette(Style(each)))
    for name in ("backButton", "forwardButton", "toParentButton"):
        button = dialog.findChild(QToolButton, name)
        assert button is not None
        image = button.icon().pixmap(button.iconSize()).toImage()
        colors = (
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        )
        inked = {color.name() for color in colors if color.alpha() > 200}
        assert inked
        assert min(contrast(color, theme.background) for color in inked) >= 4.5
