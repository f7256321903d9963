"""Compare images by where their colours are, so that another version of a font makes no difference
and a missing chart does.

Each image is reduced to its lightness and two colour differences, each averaged over windows about
as large as a paragraph or a stretch of a curve. Windows overlap: what is drawn a few pixels further
away changes them little.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

CELLS = (32, 18)
"""Columns and rows of windows; each spans two of them in both directions."""

LIGHTNESS_TOLERANCE, COLOUR_TOLERANCE = 6.0, 2.8
"""Of 255. In the picture of a race, letters that are 1 % wider or hinted otherwise make 3.5 and
1.9 at most; a missing chart makes 9.6 and 3.2 at least.
"""

Array = npt.NDArray[np.float64]


def largest_difference(image: QImage, golden: QImage) -> tuple[float, float]:
    """The largest difference in lightness and in colour of any window, 0 to 255."""
    one, other = _windows(image), _windows(golden)
    apart = np.abs(one - other).max(axis=(0, 1))
    return float(apart[0]), float(apart[1:].max())


def _windows(image: QImage) -> Array:
    """Rows x columns x (lightness, red against blue, green against both)."""
    columns, rows = CELLS
    small = image.scaled(
        columns * 8,
        rows * 8,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB888)
    line = np.frombuffer(small.constBits(), np.uint8).reshape(small.height(), -1)
    pixels = line[:, : small.width() * 3].reshape(small.height(), small.width(), 3)
    red, green, blue = np.moveaxis(pixels.astype(np.float64), 2, 0)
    planes = np.stack([(red + green + blue) / 3, red - blue, green - (red + blue) / 2], axis=2)
    cells = planes.reshape(rows, 8, columns, 8, 3).mean(axis=(1, 3))
    pairs = (cells[:-1] + cells[1:]) / 2
    return np.asarray((pairs[:, :-1] + pairs[:, 1:]) / 2)
