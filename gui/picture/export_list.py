"""Every form in which a race can be saved, for the command line and the window.

Qt is imported once a picture is asked for: races run without it.
"""

from functools import partial
from typing import TYPE_CHECKING

from gui.picture.layout_list import LAYOUTS
from loadgen.claims.board_picture import BoardPicture
from loadgen.cli.series_pictures import SeriesPictures
from loadgen.export.exporters import EXPORTERS, Exporter, ExportError
from loadgen.report.html_report import HTML

if TYPE_CHECKING:
    from loadgen.claims.board_document import BoardDocument
    from loadgen.export.exporters import ExportOptions
    from loadgen.export.run_record import RunRecord
    from loadgen.migration.migration_run import MigrationRun
    from loadgen.objective.cost_run import CostRun
    from loadgen.sweep.sweep_run import SweepRun


def check_picture() -> None:
    """Raise ExportError where Qt cannot draw on this machine."""
    from loadgen.cli.qt_libraries import import_problem

    try:
        from gui.picture.render import PictureError, ensure_gui_application
    except ImportError as error:
        raise ExportError(import_problem(error)) from error
    try:
        ensure_gui_application()
    except PictureError as error:
        raise ExportError(str(error)) from error


def _render(suffix: str, record: "RunRecord", options: "ExportOptions") -> bytes:
    from gui.picture.render import PictureError, encode_file

    try:
        return encode_file(suffix, record, options)
    except PictureError as error:
        raise ExportError(str(error)) from error


def _render_board(board: "BoardDocument", theme: str, scale: int) -> bytes:
    from gui.picture.board import encode_board_picture
    from gui.picture.render import PictureError

    try:
        return encode_board_picture(board, theme=theme, scale=scale)
    except PictureError as error:
        raise ExportError(str(error)) from error


def _render_sweep(run: "SweepRun") -> bytes:
    from gui.picture.render import PictureError
    from gui.picture.sweep_picture import sweep_picture

    try:
        return sweep_picture(run)
    except PictureError as error:
        raise ExportError(str(error)) from error


def _render_cost(run: "CostRun") -> bytes:
    from gui.picture.cost_picture import cost_picture
    from gui.picture.render import PictureError

    try:
        return cost_picture(run)
    except PictureError as error:
        raise ExportError(str(error)) from error


def _render_migration(run: "MigrationRun") -> bytes:
    from gui.picture.migration_picture import migration_picture
    from gui.picture.render import PictureError

    try:
        return migration_picture(run)
    except PictureError as error:
        raise ExportError(str(error)) from error


def _picture(suffix: str, title: str) -> Exporter:
    return Exporter(suffix, title, partial(_render, suffix), check=check_picture, layouts=LAYOUTS)


PICTURE = _picture(".png", "picture")
PICTURES: tuple[Exporter, ...] = (
    PICTURE,
    _picture(".svg", "picture as vectors"),
    _picture(".pdf", "picture as a page"),
)
ALL_EXPORTERS: tuple[Exporter, ...] = (*EXPORTERS, HTML, *PICTURES)
SERIES_PICTURES = SeriesPictures(
    check=check_picture,
    sweep=_render_sweep,
    cost=_render_cost,
    migration=_render_migration,
)
BOARD_PICTURE = BoardPicture(check=check_picture, encode=_render_board)
