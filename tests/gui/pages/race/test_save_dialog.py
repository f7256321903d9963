"""The dialog offers every form, and what it brings always ends in the suffix of its form."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.race.save_dialog import SaveDialog, name_filter, with_known_suffix
from gui.picture.export_list import ALL_EXPORTERS, PICTURE
from loadgen.export.exporters import EXPORTERS, Exporter
from loadgen.files.atomic_write import check_writable
from loadgen.report.html_report import HTML

JSON, CSV = EXPORTERS


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
        ("race.html", JSON, "race.html", HTML),
        ("race.v2", PICTURE, "race.v2.png", PICTURE),
        ("race.xlsx", CSV, "race.xlsx.csv", CSV),
        ("race.", JSON, "race..json", JSON),
        (".png", JSON, ".png.json", JSON),
        ("taken", PICTURE, "taken-2.png", PICTURE),
    ],
)
def test_the_suffix_is_that_of_the_form(
    typed: str, selected: Exporter, name: str, form: Exporter, tmp_path: Path
) -> None:
    (tmp_path / "taken.png").write_bytes(b"of another race")
    path, exporter = with_known_suffix(tmp_path / typed, selected, ALL_EXPORTERS)
    assert (path, exporter) == (tmp_path / name, form)
    check_writable(path)


def test_it_offers_every_exporter_and_begins_with_the_picture(dialog: SaveDialog) -> None:
    assert dialog.nameFilters() == [name_filter(each) for each in ALL_EXPORTERS]
    assert name_filter(JSON) == "Run document (*.json)"
    assert dialog.selectedNameFilter() == name_filter(PICTURE)
    assert [Path(each).name for each in dialog.selectedFiles()] == ["race.png"]
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert not dialog.isModal()


@pytest.mark.parametrize("form", ALL_EXPORTERS, ids=lambda form: form.suffix)
def test_another_form_renames_the_file(dialog: SaveDialog, form: Exporter, qtbot: QtBot) -> None:
    dialog.selectNameFilter(name_filter(form))
    dialog.filterSelected.emit(name_filter(form))
    (selected,) = dialog.selectedFiles()
    assert Path(selected).name == f"race{form.suffix}"
    with qtbot.waitSignal(dialog.chosen) as brought:
        dialog.fileSelected.emit(selected)
    assert brought.args == [Path(selected), form]


def test_a_name_without_a_suffix_gets_the_one_that_is_selected(
    dialog: SaveDialog, tmp_path: Path
) -> None:
    dialog.selectNameFilter(name_filter(CSV))
    dialog.filterSelected.emit(name_filter(CSV))
    dialog.selectFile("other")
    assert dialog.selectedFiles() == [str(tmp_path / "other.csv")]
