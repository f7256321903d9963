"""The buttons of the page: send the bodies, measure the cost, cancel, save."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.pages.result_saving import Encode, ResultSaving
from gui.session.contract_session import ContractSession

if TYPE_CHECKING:
    from gui.pages.validation.views import View

_SEND, _MEASURE = "Send the bodies", "Measure the cost"


class RunButtons(QWidget):
    """``progress`` is a sentence while something runs, else empty."""

    def __init__(self, contract: ContractSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contract = contract
        self.send = self._button(_SEND, "Start every application, four at a time, and ask it.")
        self.send.setObjectName("primary")
        self.measure = self._button(_MEASURE, "Measure what an order costs: two minutes.")
        self.drift = self._button(
            "Make it drift", "Change every application's code in four ways; see who notices."
        )
        self.drift.setObjectName("primary")
        self.cancel = self._button("Cancel", "Stop the servers; what came is kept.")
        self.cancel.setAccessibleName("Cancel what runs on this page")
        self.save = self._button("Save as…", "Write the whole contract to a file.")
        self.save.setAccessibleName("Save the contract")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for each in (self.cancel, self.save, self.measure, self.drift, self.send):
            row.addWidget(each)
        self.send.clicked.connect(contract.send_all)
        self.measure.clicked.connect(contract.measure)
        self.drift.clicked.connect(contract.make_drift)
        self.cancel.clicked.connect(contract.cancel)
        self.saving = ResultSaving(self)
        self.save.clicked.connect(self.ask_where)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @property
    def progress(self) -> str:
        """What runs, and how far it has come."""
        progress = self._contract.progress
        if progress is None:
            return ""
        if progress.what == "bodies":
            return f"Sending bodies: {progress.done} of {progress.total} applications answered."
        if progress.what == "drifts":
            return f"Changing the code: {progress.done} of {progress.total} changes were tried."
        return f"Measuring what an order costs: block {progress.done} of {progress.total}."

    def refresh(self, view: "View") -> None:
        """Show which of them make sense now."""
        running, has_matrix = self._contract.is_running, self._contract.matrix is not None
        self.cancel.setVisible(running)
        self.save.setVisible(has_matrix and not running and view != "drift")
        self.drift.setVisible(view == "drift" and not running)
        self.measure.setVisible(view == "cost" and has_matrix and not running)
        measures = view == "cost" and has_matrix
        self.send.setVisible(not running and not measures and view != "drift")

    def forms(self) -> dict[str, tuple[str, Encode]]:
        """How the contract is written, by the suffix of the file; none where there is none."""
        from loadgen.contract.forms import CONTRACT_FORMS

        matrix, costs = self._contract.matrix, self._contract.costs
        if matrix is None:
            return {}
        return {
            each.suffix: (each.title, partial(each.encode, matrix, costs))
            for each in CONTRACT_FORMS
        }

    def ask_where(self) -> None:
        """Ask for a file without waiting for the answer."""
        if forms := self.forms():
            self.saving.ask("Save the contract", "contract", forms)
