"""What is said of the selected cell: headings, sentences, and bodies as they are."""

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from gui.pages.validation.grid import Section
from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, fixed_font, mix

_MARGIN = 12


class DetailPane(Styled, QTextBrowser):
    """Shows sections, the first on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Details")
        self.setToolTip("What is said of the selected cell.")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_MARGIN)
        self._sections: tuple[Section, ...] = ()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these instead."""
        if tuple(sections) != self._sections:
            self._sections = tuple(sections)
            self.relook()

    def relook(self) -> None:
        theme = self.look.theme
        code = fixed_font(CONTROL - 1, self.look.factor).family()
        parts = []
        for each in self._sections:
            if each.heading:
                heading = escape(each.heading)
                parts.append(f'<p style="color:{theme.muted};margin-bottom:2px">{heading}</p>')
            text = escape(each.text).replace("\n", "<br>")
            if each.is_code:
                text = text.replace("  ", "&nbsp; ")
                style = f"font-family:'{code}';background:{mix(theme.card, theme.text, 0.05)}"
                text = f'<span style="{style}">{text}</span>'
            parts.append(f'<p style="margin-top:0">{text}</p>')
        self.setHtml("".join(parts))
        super().relook()

    def set_look(self, look: Style) -> None:
        self.setFont(look.font(CONTROL))
        super().set_look(look)
