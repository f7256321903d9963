"""The forms in which a contract, or what changes of the code bring about, is written to a file."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from loadgen.contract.drift_document import encode_drifts
from loadgen.contract.drift_run import DriftOutcome
from loadgen.contract.drift_text import drift_markdown
from loadgen.contract.matrix import Matrix
from loadgen.contract.matrix_document import encode_contract
from loadgen.contract.matrix_text import markdown
from loadgen.contract.typed_client.client_run import ClientChecks
from loadgen.contract.validation_cost import Costs


class ContractForm(NamedTuple):
    """``suffix`` of its files: ".json"."""

    suffix: str
    title: str
    encode: Callable[[Matrix, Costs, ClientChecks], bytes]


class DriftForm(NamedTuple):
    """``suffix`` of its files: ".json"."""

    suffix: str
    title: str
    encode: Callable[[Sequence[DriftOutcome]], bytes]


def _markdown(matrix: Matrix, costs: Costs, clients: ClientChecks) -> bytes:
    return markdown(matrix, costs, clients).encode()


CONTRACT_FORMS = (
    ContractForm(".json", "contract", encode_contract),
    ContractForm(".md", "Markdown", _markdown),
)


DRIFT_FORMS = (
    DriftForm(".json", "drift", encode_drifts),
    DriftForm(".md", "Markdown", lambda outcomes: drift_markdown(outcomes).encode()),
)


def form_of(suffix: str) -> ContractForm | None:
    """The form of files with that suffix; None where there is none."""
    return next((each for each in CONTRACT_FORMS if each.suffix == suffix), None)
