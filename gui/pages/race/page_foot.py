"""Where a notice stands on the race page, so that nothing jumps when it comes and goes."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.notice import Notice


class PageFoot:
    """The notice stands where the totals do, on stage where the title does, and is as high."""

    def __init__(self, column: QVBoxLayout, head: QWidget, footer: QWidget, notice: Notice) -> None:
        self._column, self._head, self._footer, self._notice = column, head, footer, notice
        self._stage = False

    def set_stage(self, stage: bool) -> None:
        """Whether the page is on stage."""
        self._stage = stage
        self.fit()

    def fit(self) -> None:
        """Show the notice in the place of totals or title, or these again once it is gone."""
        quiet = self._notice.isHidden()
        place = self._head if self._stage else self._footer
        self._notice.setFixedHeight(
            max(place.minimumHeight(), self._notice.minimumSizeHint().height())
        )
        self._column.insertWidget(self._column.indexOf(place), self._notice)
        self._footer.setVisible(quiet and not self._stage)
        self._head.setVisible(quiet and self._stage)
