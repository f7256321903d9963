"""The buttons of the page: send the bodies, measure the cost, cancel, save."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.pages.result_saving import Encode, ResultSaving
from gui.session.contract_session import ContractSession

if TYPE_CHECKING:
    from gui.pages.validation.views import View

_SEND, _MEASURE, _GENERATE = "Send the bodies", "Measure the cost", "Generate the clients"


class RunButtons(QWidget):
    """``progress`` is a sentence while something runs, else empty.

    ``picture`` returns what makes a PNG file of what the page shows now.
    """

    def __init__(
        self,
        contract: ContractSession,
        picture: Callable[[], Encode],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._contract = contract
        self._view: View = "bodies"
        self.send = self._button(_SEND, "Start every application, four at a time, and ask it.")
        self.send.setObjectName("primary")
        self.measure = self._button(_MEASURE, "Measure what an order costs: two minutes.")
        self.generate = self._button(
            _GENERATE, "Generate a typed client from each document, and check a program with it."
        )
        self.generate.setObjectName("primary")
        self.drift = self._button(
            "Make it drift", "Change every application's code in five ways; see who notices."
        )
        self.drift.setObjectName("primary")
        self.cancel = self._button("Cancel", "Stop the servers; what came is kept.")
        self.cancel.setAccessibleName("Cancel what runs on this page")
        self.save = self._button("Save as…", "Write the whole contract to a file.")
        self.save.setAccessibleName("Save the contract")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row_of = (self.cancel, self.save, self.measure, self.generate, self.drift, self.send)
        for each in row_of:
            row.addWidget(each)
        self.send.clicked.connect(contract.send_all)
        self.measure.clicked.connect(contract.measure)
        self.generate.clicked.connect(contract.generate_clients)
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
        if progress.what == "clients":
            return f"Generating clients: {progress.done} of {progress.total} documents are done."
        if progress.what == "drifts":
            return f"Changing the code: {progress.done} of {progress.total} changes were tried."
        return f"Measuring what an order costs: block {progress.done} of {progress.total}."

    def refresh(self, view: "View") -> None:
        """Show which of them make sense now."""
        contract = self._contract
        running, has_matrix = contract.is_running, contract.matrix is not None
        self.cancel.setVisible(running)
        has_result = {"drift": bool(contract.outcomes), "clients": bool(contract.clients)}
        self.save.setVisible(has_result.get(view, has_matrix) and not running)
        self.drift.setVisible(view == "drift" and not running)
        self.measure.setVisible(view == "cost" and has_matrix and not running)
        self.generate.setVisible(view == "clients" and has_matrix and not running)
        adds = view in ("cost", "clients") and has_matrix
        self.send.setVisible(not running and not adds and view != "drift")
        self._view = view

    def forms(self) -> dict[str, tuple[str, Encode]]:
        """How what the view is of is written, by the suffix; none where there is nothing yet.

        Changes of the code make a file of their own, everything else is in that of the contract.
        """
        from loadgen.contract.forms import CONTRACT_FORMS, DRIFT_FORMS

        contract = self._contract
        if self._view == "drift":
            outcomes = contract.outcomes
            forms: dict[str, tuple[str, Encode]] = {
                each.suffix: (each.title, partial(each.encode, outcomes))
                for each in DRIFT_FORMS
                if outcomes
            }
        elif contract.matrix is None:
            return {}
        else:
            found = contract.matrix, contract.costs, contract.clients
            forms = {
                each.suffix: (each.title, partial(each.encode, *found)) for each in CONTRACT_FORMS
            }
        return forms | {".png": ("Picture of this view", self._picture())} if forms else {}

    def ask_where(self) -> None:
        """Ask for a file without waiting for the answer."""
        if forms := self.forms():
            name = "drift" if self._view == "drift" else "contract"
            self.saving.ask(f"Save the {name}", name, forms)
