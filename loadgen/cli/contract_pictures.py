"""How pictures of contracts and of drift are made, as a value: nothing here knows Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadgen.cli.series_pictures import NO_PICTURES

if TYPE_CHECKING:
    from loadgen.contract.drift_run import DriftOutcome
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.typed_client.client_run import ClientChecks
    from loadgen.contract.validation_cost import Costs


@dataclass(frozen=True, slots=True)
class ContractPictures:
    """``contract`` makes a PNG file of a contract, also of what its documents say where wanted.

    ``drift`` makes one of what changes of the code bring about. ``check`` raises ExportError where
    that cannot be done on this machine: it is called before any server starts.
    """

    check: Callable[[], None]
    contract: "Callable[[Matrix, Costs, ClientChecks, bool], bytes]"
    drift: "Callable[[Sequence[DriftOutcome]], bytes]"


NO_CONTRACT_PICTURES = ContractPictures(
    check=NO_PICTURES.check, contract=lambda *_: b"", drift=lambda _: b""
)
"""Of a program that draws nothing."""
