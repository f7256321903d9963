"""A comparison of recorded races: what is equal, what differs, and by how much, with intervals."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.pages.result_saving import ResultSaving
from gui.pages.runs.comparison_forms import comparison_forms
from gui.pages.runs.overlay_chart import OverlayChart
from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, PAGE_TITLE, SEMIBOLD
from gui.widgets.notice import Notice
from loadgen.comparison.comparison import Comparison
from loadgen.comparison.comparison_text import HEADERS, LEGEND, conditions, markdown, rows

_MARGIN = 14


class ComparisonView(Styled, QWidget):
    """Races that did different work are refused with the reason, until ``anyway`` is pressed.

    ``left`` comes when the list is wanted again.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self._shows_figures = True
        self._title = QLabel("Comparison", self)
        self.anyway = self._button("Show anyway", "Show the figures of different work, too.")
        self.copy = self._button("Copy as Markdown", "Put the comparison on the clipboard.")
        self.save = self._button(
            "Save as…", "Save it as a picture of before and after, Markdown or JSON."
        )
        self.save.setAccessibleName("Save the comparison")
        self.saving = ResultSaving(self)
        self.back = self._button("Back", "Show the list of races. (Esc)")
        self.chart = OverlayChart(self)
        self.text = QTextBrowser(self)
        self.text.setObjectName("card")
        self.text.setAccessibleName("Comparison of recorded races")
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(_MARGIN)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title, 1)
        for button in (self.anyway, self.copy, self.save, self.back):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.chart, 2)
        column.addWidget(self.text, 5)
        self.notice = Notice(self)
        column.addWidget(self.notice)
        self.anyway.clicked.connect(self._show_anyway)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.saving.said.connect(self.notice.say)
        self.back.clicked.connect(self.left)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(hint)
        return button

    def show_comparison(self, comparison: Comparison) -> None:
        """Show this one instead."""
        self.comparison = comparison
        self._shows_figures = not comparison.refusal
        self.notice.clear()
        self.chart.show_comparison(comparison)
        self._write()

    def _show_anyway(self) -> None:
        self._shows_figures = True
        self._write()

    def _copy(self) -> None:
        if self.comparison is not None:
            QGuiApplication.clipboard().setText(markdown(self.comparison))

    def _save(self) -> None:
        if self.comparison is not None:
            forms = comparison_forms(self.comparison, self.look.theme)
            self.saving.ask("Save the comparison", "comparison", forms)

    def _write(self) -> None:
        comparison = self.comparison
        if comparison is None:
            return
        self.anyway.setHidden(self._shows_figures)
        self.copy.setVisible(self._shows_figures)
        self.save.setVisible(self._shows_figures)
        self.chart.setVisible(self._shows_figures)
        muted = self.look.theme.muted
        lines = [
            f'<span style="color:{muted}">{escape(name)}:</span> {escape(text)}'
            for name, text in conditions(comparison)
        ]
        parts = [f"<p>{'<br>'.join(lines)}</p>"]
        if comparison.refusal:
            colour = self.look.theme.caution
            parts.append(f'<p style="color:{colour}">{escape(comparison.refusal)}</p>')
        if self._shows_figures:
            parts += [_table(comparison, muted), f'<p style="color:{muted}">{escape(LEGEND)}</p>']
        self.text.setHtml("".join(parts))

    def relook(self) -> None:
        self._write()
        super().relook()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.text.setFont(look.font(CONTROL))
        super().set_look(look)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.saving.close()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # before the window's shortcut
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _table(comparison: Comparison, muted: str) -> str:
    heads = "".join(f'<th align="right" style="color:{muted}">{each}</th>' for each in HEADERS)
    lines = [f"<tr>{heads}</tr>"]
    for title, *cells in rows(comparison):
        if not any(cells):
            lines.append(f'<tr><td colspan="4"><b>{escape(title)}</b></td></tr>')
            continue
        figures = "".join(f'<td align="right">{escape(cell)}</td>' for cell in cells)
        lines.append(f"<tr><td>{escape(title)}</td>{figures}</tr>")
    return f'<table cellpadding="5">{"".join(lines)}</table>'
