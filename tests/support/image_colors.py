"""The colors of an image. ``QImage.pixelColor`` takes a second for a window of 1280 x 760."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage


def color_counts(image: QImage) -> dict[str, int]:
    """The number of pixels of each color, by its name (``#rrggbb``); opacity is left out."""
    values = _values(image)
    found, counts = np.unique(values, return_counts=True)
    return {f"#{value:06x}": int(count) for value, count in zip(found, counts, strict=True)}


def pixels_of(image: QImage, color: str) -> npt.NDArray[np.bool_]:
    """Which pixels have that color (``#rrggbb``): rows x columns."""
    pixels = _values(image).reshape(image.height(), image.width())
    return np.equal(pixels, np.uint32(int(color[1:], 16)))


def _values(image: QImage) -> npt.NDArray[np.uint32]:
    """The color of each pixel as 0xRRGGBB, row after row."""
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(pixels.constBits(), np.uint32) & np.uint32(0xFFFFFF)
