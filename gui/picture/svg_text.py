"""Make the text of an SVG file of Qt's as wide in every viewer, whatever typefaces it has."""

from xml.etree import ElementTree

from PySide6.QtGui import QFont, QFontMetricsF

from gui.style.theme import font
from gui.style.typeface import FAMILY, plain_glyphs

FAMILIES = f"{FAMILY}, Arial, Helvetica, sans-serif"
_SVG = "http://www.w3.org/2000/svg"


def fix_text_width(svg: bytes) -> bytes:
    """The same file, with the typefaces that stand in for Inter and the width of each text.

    Without Inter texts are up to a tenth wider, and run into each other: ``textLength`` lets the
    viewer press them into their width.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by this program
    ElementTree.register_namespace("", _SVG)
    with plain_glyphs():
        for text in root.iter(f"{{{_SVG}}}text"):
            if text.get("font-family") != FAMILY or not text.text:
                continue
            weight = QFont.Weight(int(text.get("font-weight", "400")))
            face = font(float(text.get("font-size", "12")), weight)
            text.set("font-family", FAMILIES)
            text.set("textLength", f"{QFontMetricsF(face).horizontalAdvance(text.text):.2f}")
            text.set("lengthAdjust", "spacingAndGlyphs")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
