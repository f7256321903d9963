"""PNG, SVG and PDF of a picture: as large on paper, and alike; in the vectors text is text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pypdfium2
import pytest
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from gui.picture.layout_list import LAYOUTS
from gui.picture.picture_content import PictureContent
from gui.picture.render import pdf_bytes, png_bytes, render_image, svg_bytes
from gui.picture.svg_text import FAMILIES
from gui.style.theme import font
from gui.style.typeface import FAMILY, plain_glyphs
from loadgen.export.picture_layout import PictureLayout
from tests.gui.picture.golden import golden_record
from tests.support.image_difference import (
    COLOUR_TOLERANCE,
    LIGHTNESS_TOLERANCE,
    largest_difference,
)

INCH_MM = 25.4


@pytest.fixture(scope="module")
def content(qapp: object) -> PictureContent:
    return PictureContent(run=golden_record(), title="Who waits?", before=golden_record())


@pytest.fixture(scope="module", params=LAYOUTS, ids=lambda each: each.key)
def form(request: pytest.FixtureRequest) -> PictureLayout:
    layout: PictureLayout = request.param
    return layout


@pytest.fixture(scope="module")
def png(content: PictureContent, form: PictureLayout) -> QImage:
    return render_image(content, form)


@pytest.fixture(scope="module")
def svg(content: PictureContent, form: PictureLayout) -> bytes:
    return svg_bytes(content, form)


@pytest.fixture(scope="module")
def pdf(content: PictureContent, form: PictureLayout) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(pdf_bytes(content, form))[0]


def words(text: str) -> str:
    """The text with one space where there are several, or none that breaks."""
    return " ".join(text.split())


def is_alike(image: QImage, other: QImage) -> bool:
    lightness, colour = largest_difference(image, other)
    return lightness <= LIGHTNESS_TOLERANCE and colour <= COLOUR_TOLERANCE


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_png_is_as_large_on_paper_at_each_scale(content: PictureContent, scale: int) -> None:
    """Its pHYs chunk has the pixels in a metre of both axes, and 1 for metre."""
    layout = replace(LAYOUTS[0], width=192, height=108)  # its upper left corner
    file = png_bytes(render_image(content, layout, scale))
    at = file.index(b"pHYs") + 4
    x, y = (int.from_bytes(file[n : n + 4]) for n in (at, at + 4))
    assert file[at + 8] == 1
    assert x == y
    width_mm = 1000 * layout.width * scale / x
    assert width_mm == pytest.approx(layout.width / 96 * INCH_MM, rel=1e-3)


def test_svg_has_text_in_a_named_typeface(
    svg: bytes, content: PictureContent, form: PictureLayout
) -> None:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert root.get("viewBox") == f"0 0 {form.width} {form.height}"
    assert root.get("width") == f"{form.width / 96 * INCH_MM:g}mm"
    texts = [each for each in root.iter() if each.tag.endswith("text")]
    said = words(" ".join(each.text or "" for each in texts))
    assert content.title in said
    assert "Wait on I/O · 50 ms wait · closed, 64 users" in said
    assert {each.get("font-family") for each in texts} == {"Inter, Arial, Helvetica, sans-serif"}
    assert content.run.verdict.sentence in svg.decode()


def test_pdf_has_text_with_its_figures(
    pdf: pypdfium2.PdfPage, content: PictureContent, form: PictureLayout
) -> None:
    """Figures above all: with tabular ones, no reader could tell "16" from other characters."""
    said = words(pdf.get_textpage().get_text_range())
    assert content.title in said
    assert "Wait on I/O · 50 ms wait · closed, 64 users" in said
    assert re.search(r"run --duration 20\b", said)
    assert not re.search("[\ue000-\uf8ff]", said), "a code point of the Private Use Area"
    assert pdf.get_size() == pytest.approx((form.width * 0.75, form.height * 0.75))


@pytest.fixture
def plain_application_font(qapp: QApplication) -> Iterator[None]:
    """What Qt's reader of SVG writes with has the features of the application's font."""
    before = qapp.font()
    with plain_glyphs():
        qapp.setFont(font(17))
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("plain_application_font")
def test_svg_looks_like_the_png(svg: bytes, png: QImage) -> None:
    image = QImage(png.size(), png.format())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Qt's own reader takes a list of typefaces for the name of one.
    QSvgRenderer(svg.replace(FAMILIES.encode(), FAMILY.encode())).render(painter)
    painter.end()
    assert is_alike(image, png)


def test_pdf_looks_like_the_png(pdf: pypdfium2.PdfPage, png: QImage) -> None:
    bitmap = pdf.render(scale=png.width() / pdf.get_width())
    image = QImage(
        bitmap.to_numpy().tobytes(),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_BGR888,
    )
    assert is_alike(image, png)


def test_glyphs_are_plain_where_the_type_of_the_window_is_not(qapp: QApplication) -> None:
    """A new font has the features of the application's font: a window sets tabular figures."""
    tabular = QFont.Tag("tnum")
    before = qapp.font()
    qapp.setFont(font(17))
    try:
        with plain_glyphs():
            assert font(21.0, QFont.Weight.Black).featureValue(tabular) == 0
        assert font(21.0, QFont.Weight.Black).featureValue(tabular) == 1
    finally:
        qapp.setFont(before)


def test_no_text_of_the_svg_reaches_into_the_next(svg: bytes) -> None:
    """Whatever typeface a viewer has: each text has its width, and ends before its neighbour."""
    ends: dict[str, list[tuple[float, float, str]]] = {}
    for text in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own
        if text.tag.endswith("text") and (text.text or "").strip():
            left, width = float(text.attrib["x"]), float(text.attrib["textLength"])
            assert text.get("lengthAdjust") == "spacingAndGlyphs"
            if text.get("y") != "0":
                ends.setdefault(text.attrib["y"], []).append((left, left + width, text.text or ""))
    for line in ends.values():
        for (_, end, said), (begin, _, after) in pairwise(sorted(line)):
            assert end <= begin + 0.6, (said, after)
