"""Draw a race as a picture, in one of the layouts, and encode it as a file."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QImage,
    QPagedPaintDevice,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtWidgets import QApplication

from gui.charts.view import View
from gui.picture.layout_list import layout
from gui.picture.picture_content import WHOLE, PictureContent
from gui.picture.poster import HEIGHT, WIDTH, chart_places
from gui.picture.strip_text import refusal
from gui.picture.svg_text import fix_text_width
from gui.qt_application import start_application
from gui.style.theme import LIGHT, THEMES, Theme
from gui.style.typeface import plain_glyphs
from loadgen.export.exporters import ExportOptions
from loadgen.export.picture_layout import POSTER, PictureLayout
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import write_atomically
from servers.process.import_string import import_object

__all__ = ["HEIGHT", "WHOLE", "WIDTH", "chart_places"]

DOTS_PER_INCH = 96
"""At scale 1; at a larger scale as many times as much: a picture is as large on paper at each."""
_INCH_M, _INCH_POINTS = 0.0254, 72


class PictureError(Exception):
    """A picture that cannot be made; the message says what to do."""


def ensure_gui_application() -> QApplication:
    """The application that Qt needs to draw text; on Linux without a window it asks for no display.

    Raises PictureError where there is not one font.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        if sys.platform.startswith("linux"):
            # Even where DISPLAY is set: nothing is shown, and a stale display aborts the process.
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application = start_application(["faceoff"], "leave out the picture to race without it.")
    if not QFontDatabase.families():
        raise PictureError("There is no font to write with: install one, for example fonts-dejavu.")
    return application


def render_picture(
    run: RunRecord,
    *,
    theme: Theme = LIGHT,
    scale: float = 1.0,
    view: View = WHOLE,
) -> QImage:
    """The poster of a race, as ``render_image`` renders it."""
    return render_image(PictureContent(run=run, theme=theme, view=view), layout(POSTER), scale)


def render_image(content: PictureContent, form: PictureLayout, scale: float = 1.0) -> QImage:
    """The layout's size times ``scale``, in about 0.1 s; to be called in the Timeline's thread.

    Raises PictureError where the layout has not what it needs.
    """
    ensure_gui_application()
    image = QImage(
        round(form.width * scale), round(form.height * scale), QImage.Format.Format_RGB32
    )
    _paint(image, content, form, scale)
    set_density(image, scale)
    return image


def set_density(image: QImage, scale: float) -> None:
    """How many pixels there are to an inch, of a picture at this scale."""
    dots_per_meter = round(DOTS_PER_INCH * scale / _INCH_M)
    image.setDotsPerMeterX(dots_per_meter)
    image.setDotsPerMeterY(dots_per_meter)


def _paint(
    device: QPaintDevice, content: PictureContent, form: PictureLayout, scale: float = 1.0
) -> None:
    """With plain glyphs in all formats, so that they are alike: vectors need them."""
    if form.needs_before and (reason := refusal(content.before, content.run)):
        raise PictureError(reason)
    painter = QPainter(device)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        box = QRectF(0, 0, form.width, form.height)
        painter.fillRect(box, QColor(content.theme.background))
        with plain_glyphs():
            import_object(form.paint)(painter, content)
    finally:
        painter.end()


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file; for any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise PictureError("Qt could not encode the picture as PNG; try a smaller scale.")
    return bytes(buffer.data().data())


def svg_bytes(content: PictureContent, form: PictureLayout) -> bytes:
    """The picture as SVG whose text is text, in Inter where the reader has it."""
    from PySide6.QtSvg import QSvgGenerator

    ensure_gui_application()
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS_PER_INCH)
    generator.setSize(QSize(form.width, form.height))
    generator.setViewBox(QRect(0, 0, form.width, form.height))
    generator.setTitle(content.title or content.run.verdict.headline)
    generator.setDescription(content.run.verdict.sentence)
    _paint(generator, content, form)
    return fix_text_width(bytes(data.data()))


def pdf_bytes(content: PictureContent, form: PictureLayout) -> bytes:
    """The picture as a PDF page of its size, whose text is text, with the typeface in it."""
    ensure_gui_application()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_1_6)
    writer.setResolution(DOTS_PER_INCH)
    points = QSizeF(form.width, form.height) * (_INCH_POINTS / DOTS_PER_INCH)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(content.title or content.run.verdict.headline)
    writer.setCreator("Faceoff")
    _paint(writer, content, form)
    return bytes(data.data())


Finish = Callable[[], bytes]


def draw_file(suffix: str, content: PictureContent, form: PictureLayout, scale: float) -> Finish:
    """Draw the picture; what comes back makes the file of it, in any thread.

    To be called in the Timeline's thread. ``scale`` is for PNG: the others have no pixels.
    """
    if suffix == ".png":
        image = render_image(content, form, scale)
        return lambda: png_bytes(image)
    data = svg_bytes(content, form) if suffix == ".svg" else pdf_bytes(content, form)
    return lambda: data


def encode_file(suffix: str, run: RunRecord, options: ExportOptions) -> bytes:
    """The whole file of a race, as the options want it."""
    named = {each.name: each for each in THEMES}
    content = PictureContent(
        run=run, theme=named[options.theme], title=options.title, before=options.before
    )
    return draw_file(suffix, content, layout(options.layout), options.scale)()


def encode_picture(run: RunRecord, *, theme: str = LIGHT.name, scale: int = 1) -> bytes:
    """The poster as a PNG file, the theme by its name."""
    return encode_file(".png", run, ExportOptions(theme=theme, scale=scale))


def save_picture(path: Path, run: RunRecord, *, theme: Theme = LIGHT, scale: float = 1.0) -> None:
    """Write the PNG, whole or not at all; raises WriteError."""
    write_atomically(path, png_bytes(render_picture(run, theme=theme, scale=scale)))
