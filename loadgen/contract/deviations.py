"""What applications do and their own documents do not say, and what of it is new."""

from collections.abc import Iterator
from dataclasses import dataclass

from loadgen.contract.matrix import Drift, Matrix
from loadgen.contract.matrix_document import ContractDocument, contract_document

_SENTENCES: dict[Drift, str] = {
    "accepts_forbidden": "accepts {body}, which its document forbids.",
    "refuses_allowed": "refuses {body}, which its document allows.",
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """``kind`` is a drift, or the status that is not documented; ``body`` is the body's title."""

    application: str
    kind: Drift | int
    body: str

    @property
    def sentence(self) -> str:
        """What happens."""
        body = f"“{self.body}”"
        if isinstance(self.kind, int):
            status = f"{self.kind}, a status that its document does not name"
            return f"{self.application} answers {body} by {status}."
        return f"{self.application} {_SENTENCES[self.kind].format(body=body)}"


def deviations(document: ContractDocument) -> Iterator[Deviation]:
    """All of a contract."""
    for body in document.bodies:
        for key, cell in body.cells.items():
            if cell.drift:
                yield Deviation(key, cell.drift, body.title)
            if cell.documented is False and cell.status is not None:
                yield Deviation(key, cell.status, body.title)


def new_deviations(matrix: Matrix, baseline: ContractDocument) -> list[Deviation]:
    """Those of the matrix that the baseline does not have."""
    known = set(deviations(baseline))
    return [each for each in deviations(contract_document(matrix)) if each not in known]
