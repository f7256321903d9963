"""How a backing service is: what it is, how busy, and what became of it."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.style.icons import icon, icon_size
from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import SMALL
from loadgen.model.frame import ServiceFrame


class ServiceLine(Styled, QWidget):
    """One service; with a button to restart it once it has failed."""

    restart_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = ServiceFrame()
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self.restart = QPushButton("Restart", self)
        self.restart.setObjectName("alarm")
        self.restart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restart.clicked.connect(self.restart_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._words, 1)
        row.addWidget(self.restart, 0, Qt.AlignmentFlag.AlignTop)
        self.restart.hide()

    @property
    def text(self) -> str:
        """What it says, as it is read aloud."""
        frame = self._frame
        if frame.state != "ready":
            return frame.text
        busy = "" if frame.cpu_percent is None else f", CPU {frame.cpu_percent:.0f} %"
        return f"{frame.title}{busy}{f'. {frame.reason}' if frame.reason else ''}"

    def show_service(self, frame: ServiceFrame) -> None:
        """How it is now."""
        said, self._frame = (self._frame.state, self.text), frame
        if said == (frame.state, self.text):
            return  # ten times a second, mostly nothing new
        self.restart.setVisible(frame.state == "failed")
        self.restart.setAccessibleName(f"Restart {frame.title}")
        self.restart.setToolTip(f"Restart {frame.title}, and both servers with it.")
        self.setToolTip(frame.text)
        self.relook()

    def set_look(self, look: Style) -> None:
        self._words.setFont(look.font(SMALL))
        self.restart.setIcon(icon("restart", look.theme.failure, look.factor))
        self.restart.setIconSize(icon_size(look.factor))
        super().set_look(look)

    def relook(self) -> None:
        theme, frame = self.look.theme, self._frame
        if frame.state != "ready":
            colour = theme.failure if frame.state == "failed" else theme.muted
            words = f'<span style="color:{colour}">{escape(frame.text)}</span>'
        else:
            busy = "" if frame.cpu_percent is None else f" · CPU {frame.cpu_percent:.0f} %"
            words = (
                strong(escape(frame.title), theme.text)
                + f'<span style="color:{theme.muted}">{busy}</span>'
            )
            if frame.simulated:
                words += f'<br><span style="color:{theme.caution}">{escape(frame.reason)}</span>'
        self._words.setText(words)
        self._words.setAccessibleName(self.text)
