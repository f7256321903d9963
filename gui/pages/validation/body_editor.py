"""A body of one's own: typed or pasted, with the type and the operation with which it is sent."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, fixed_font
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from loadgen.contract.bodies import FORM, JSON, Body
from servers.catalog.contract_applications import CREATE, UPDATE

_TYPES = {JSON: "JSON", "text/plain": "plain text", FORM: "form", "": "no content type"}
_OPERATIONS = {" ".join(each): each for each in (CREATE, UPDATE)}
_LINES = 2
_EXAMPLE = '{"customer": "Ada", "quantity": "5", "price": 2.5, "express": false}'
_SHOWN = 10_000
"""Characters of a pasted text that are shown: Qt takes seconds to lay out a line of millions."""


class BodyEditor(Styled, QWidget):
    """``wanted`` brings the Body that a person wants to have sent, as it is."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = BodyText(self)
        types = [Pick(key or "none", title) for key, title in _TYPES.items()]
        self.type = PickButton("as", types, "Choose the Content-Type of the body.", self)
        asked = [Pick(key, key) for key in _OPERATIONS]
        self.operation = PickButton("", asked, "Choose where the body is sent.", self)
        self.operation.setAccessibleName("Operation")
        self.send = QPushButton("Send mine", self)
        self.send.setAccessibleName("Send the typed body")
        self.send.setToolTip("Send this body to every application, as it is.")
        self.send.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._type, self._operation = JSON, next(iter(_OPERATIONS))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.text, 1)
        for each in (self.type, self.operation, self.send):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.type.picked.connect(self._pick_type)
        self.operation.picked.connect(self._pick_operation)
        self.send.clicked.connect(lambda: self.wanted.emit(self.body))
        self._pick_type(JSON)
        self._pick_operation(self._operation)

    @property
    def body(self) -> Body:
        """As it is typed now; its title is its text, and how it is sent."""
        content = self.text.content
        operation = _OPERATIONS[self._operation]
        # Pasted text may hold halves of surrogate pairs.
        encoded = content.encode(errors="surrogatepass")
        text = encoded[:_SHOWN].decode(errors="replace").strip() or "an empty body of mine"
        # The same text in another way is another row.
        ways = [f"as {_TYPES[self._type]}"] if self._type != JSON else []
        ways += [self._operation] if operation != CREATE else []
        title = f"{', '.join(ways)}: {text}" if ways else text
        return Body(title, "", encoded, self._type, operation)

    def _pick_type(self, key: str) -> None:
        self._type = "" if key == "none" else key
        self.type.show_pick(key)

    def _pick_operation(self, key: str) -> None:
        self._operation = key
        self.operation.show_pick(key)

    def set_look(self, look: Style) -> None:
        self.text.setFont(fixed_font(CONTROL - 1, look.factor))
        lines = _LINES * self.text.fontMetrics().lineSpacing()
        self.text.setFixedHeight(lines + look.px(18))
        super().set_look(look)


class BodyText(QPlainTextEdit):
    """A long text that is pasted is held apart: its beginning is shown, and cannot be edited."""

    _pasted = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("field")
        self.setAccessibleName("A body of your own")
        self.setToolTip("Type or paste a body; it is sent as it is, whether or not it is JSON.")
        self.setPlaceholderText(f"A body of your own: {_EXAMPLE}")
        self.setTabChangesFocus(True)

    @property
    def content(self) -> str:
        """What is to be sent."""
        return self._pasted or self.toPlainText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) <= _SHOWN:
            super().insertFromMimeData(source)
            return
        self._pasted = text
        self.setPlainText(f"{text[:_SHOWN]}… ({len(text):,} characters; Escape clears them)")
        self.setReadOnly(True)

    def clear_pasted(self) -> None:
        """Take away a long text that was pasted, so that another one can be typed."""
        self._pasted = ""
        self.setReadOnly(False)
        self.clear()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if self._pasted and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()  # before the window's shortcut
                return True
            if kind == QEvent.Type.KeyPress:
                self.clear_pasted()
                return True
        return super().event(event)
