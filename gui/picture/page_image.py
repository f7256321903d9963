"""A page on which a picture that is none of a race is painted."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QImage, QPainter

from gui.picture.render import ensure_gui_application, set_density
from gui.style.theme import Theme


def page_image(
    width: float, height: float, theme: Theme, scale: float, paint: Callable[[QPainter], None]
) -> QImage:
    """``width`` x ``height`` pixels times ``scale``, painted by ``paint`` on the theme's ground.

    Raises PictureError where Qt cannot draw.
    """
    ensure_gui_application()
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        paint(painter)
    finally:
        painter.end()
    set_density(image, scale)
    return image
