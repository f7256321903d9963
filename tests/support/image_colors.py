"""The colors of an image. ``QImage.pixelColor`` takes a second for a window of 1280 x 760."""

import numpy as np
from PySide6.QtGui import QImage


def color_counts(image: QImage) -> dict[str, int]:
    """The number of pixels of each color, by its name (``#rrggbb``); opacity is left out."""
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32)
    values = np.frombuffer(pixels.constBits(), np.uint32) & 0xFFFFFF
    found, counts = np.unique(values, return_counts=True)
    return {f"#{value:06x}": int(count) for value, count in zip(found, counts, strict=True)}
