"""What the page saves, of each view, and what it says where that fails."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.validation.validation_page import ValidationPage
from gui.picture.render import PictureError
from loadgen.contract.drift_run import DriftOutcome
from loadgen.contract.matrix_document import read_contract
from servers.catalog.drifts import DRIFTS
from tests.gui.pages.validation.answering import APPLICATIONS, wait


@pytest.mark.parametrize("suffix", [".json", ".md", ".png"])
def test_drift_and_each_view_are_saved(
    qtbot: QtBot, page: ValidationPage, tmp_path: Path, suffix: str
) -> None:
    page.buttons.send.click()
    wait(qtbot, page)
    page.contract.outcomes = (DriftOutcome(APPLICATIONS[0], DRIFTS[0], "-price\n+cost"),)
    for view, holds in (("drift", b"renamed"), ("bodies", b"flask")):
        page.show_view(view)  # type: ignore[arg-type]
        path = tmp_path / f"{view}{suffix}"
        with qtbot.waitSignal(page.buttons.saving.said):
            page.buttons.saving.write(path, page.buttons.forms()[suffix][1])
        written = path.read_bytes()
        assert (b"PNG" if suffix == ".png" else holds) in written
    assert page.buttons.save.isVisible()


@pytest.mark.parametrize(
    ("name", "said"), [("contract.json", "Saved as "), ("no/folder.json", "could not be written")]
)
def test_it_is_saved_or_says_why_not(
    qtbot: QtBot, page: ValidationPage, tmp_path: Path, name: str, said: str
) -> None:
    page.buttons.send.click()
    wait(qtbot, page)
    path = tmp_path / name
    with qtbot.waitSignal(page.buttons.saving.said):
        page.buttons.saving.write(path, page.buttons.forms()[".json"][1])
    assert said in page.notice.text
    if said == "Saved as ":
        assert set(read_contract(path).applications) == {"fastapi", "flask"}


def test_the_picture_is_of_the_view_that_was_saved(qtbot: QtBot, page: ValidationPage) -> None:
    page.buttons.send.click()
    wait(qtbot, page)
    page.show_view("bodies")
    bodies = page.buttons.forms()[".png"][1]
    before = bodies()
    page.show_view("refusals")  # while the dialog asks where
    assert bodies() == before
    assert page.buttons.forms()[".png"][1]() != before


def test_a_picture_that_cannot_be_drawn_is_said(page: ValidationPage, tmp_path: Path) -> None:
    def fail() -> bytes:
        raise PictureError("Qt could not encode the picture.")

    page.buttons.saving.write(tmp_path / "view.png", fail)
    assert page.notice.text == "Qt could not encode the picture."
    assert not (tmp_path / "view.png").exists()
