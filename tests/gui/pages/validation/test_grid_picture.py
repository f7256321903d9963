"""Grids as a picture: all rows are on it, and it is as high as they need."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.pages.validation import grid_picture
from gui.pages.validation.contract_pictures import CONTRACT_PICTURES
from gui.pages.validation.grid import Grid, GridCell, GridRow, Section
from gui.pages.validation.grid_picture import GridPart, render_grids, share_width
from gui.pages.validation.picture_parts import contract_parts, drift_parts
from gui.picture.render import HEIGHT, WIDTH
from gui.style.theme import DARK, LIGHT, Theme
from loadgen.contract.drift_run import DriftOutcome
from servers.catalog.drifts import DRIFTS
from servers.catalog.variants import variant
from tests.loadgen.contract.small_matrix import costs, matrix


def grid(rows: int) -> Grid:
    """With a long cell, and a section of code that is left out."""
    cells = (GridCell("200 (5)†", "caution"), GridCell("a long answer " * 40))
    said = (Section("", "What is said."), Section("Body", "{}", is_code=True))
    return Grid(("A", "B"), (GridRow("a body", cells),) * rows, "Signs.", said)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("rows", "scale"), [(3, 1), (200, 1), (3, 2)])
def test_it_is_as_high_as_its_rows_need(qtbot: QtBot, theme: Theme, rows: int, scale: int) -> None:
    image = render_grids("Title", [GridPart("Heading", grid(rows))], theme=theme, scale=scale)
    assert image.width() == WIDTH * scale
    assert (image.height() == HEIGHT * scale) == (rows == 3)
    assert image.pixelColor(2, 2).name() == theme.background


@pytest.mark.parametrize(
    ("wanted", "widths"),
    [
        ([10, 10], [50, 50]),
        ([10, 50], [30, 70]),
        ([10, 200], [10, 90]),
        ([300, 200], [50, 50]),
        ([30, 200, 100], [30, 35, 35]),
    ],
)
def test_columns_are_as_wide_as_they_want_where_there_is_room(
    wanted: list[float], widths: list[float]
) -> None:
    assert share_width(wanted, 100) == widths


def test_what_is_said_is_below_its_grid_and_programs_are_left_out(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    text = grid_picture._text

    def note(said: str, *args: object, **options: object) -> object:
        written.append(said)
        return text(said, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(grid_picture, "_text", note)
    render_grids("Title", [GridPart("Heading", grid(1))])
    assert written[:-1] == ["Title", "Heading", "What is said.", "Signs."]
    assert written[-1].startswith("Faceoff ")


def test_a_contract_has_the_parts_that_were_asked_for(qtbot: QtBot) -> None:
    parts = contract_parts(matrix(), costs(), {}, with_documents=True)
    assert [each.heading for each in parts if each.heading] == [
        "What the documents say",
        "What validation costs",
    ]
    assert len(parts[0].grid.rows) == 4
    picture = CONTRACT_PICTURES.contract(matrix(), costs(), {}, True)
    assert QImage.fromData(picture).width() == WIDTH


def test_drift_has_a_grid_for_each_change(qtbot: QtBot) -> None:
    outcomes = [DriftOutcome(variant("fastapi"), each) for each in DRIFTS[:2]]
    headings = [each.heading for each in drift_parts(outcomes)]
    assert headings[:2] == [f"{each.title}: {each.hint}" for each in DRIFTS[:2]]
    assert QImage.fromData(CONTRACT_PICTURES.drift(outcomes)).width() == WIDTH
