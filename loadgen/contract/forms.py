"""The forms in which a contract is written to a file."""

from collections.abc import Callable
from typing import NamedTuple

from loadgen.contract.matrix import Matrix
from loadgen.contract.matrix_document import encode_contract
from loadgen.contract.matrix_text import markdown
from loadgen.contract.validation_cost import Costs


class ContractForm(NamedTuple):
    """``suffix`` of its files: ".json"."""

    suffix: str
    title: str
    encode: Callable[[Matrix, Costs], bytes]


def _markdown(matrix: Matrix, costs: Costs) -> bytes:
    return markdown(matrix, costs).encode()


CONTRACT_FORMS = (
    ContractForm(".json", "contract", encode_contract),
    ContractForm(".md", "Markdown", _markdown),
)


def form_of(suffix: str) -> ContractForm | None:
    """The form of files with that suffix; None where there is none."""
    return next((each for each in CONTRACT_FORMS if each.suffix == suffix), None)
