"""Pictures for the command ``contract``: Qt is imported once one is asked for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gui.picture.export_list import check_picture
from loadgen.cli.contract_pictures import ContractPictures

if TYPE_CHECKING:
    from loadgen.contract.drift_run import DriftOutcome
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.typed_client.client_run import ClientChecks
    from loadgen.contract.validation_cost import Costs


def _contract(matrix: "Matrix", costs: "Costs", clients: "ClientChecks", documents: bool) -> bytes:
    from gui.pages.validation.grid_picture import encode_grids
    from gui.pages.validation.picture_parts import CONTRACT_TITLE, contract_parts

    parts = contract_parts(matrix, costs, clients, with_documents=documents)
    return _encoded(lambda: encode_grids(CONTRACT_TITLE, parts))


def _drift(outcomes: "Sequence[DriftOutcome]") -> bytes:
    from gui.pages.validation.grid_picture import encode_grids
    from gui.pages.validation.picture_parts import DRIFT_TITLE, drift_parts

    return _encoded(lambda: encode_grids(DRIFT_TITLE, drift_parts(outcomes)))


def _encoded(encode: Callable[[], bytes]) -> bytes:
    """Raises ExportError where Qt cannot draw."""
    from gui.picture.render import PictureError
    from loadgen.export.exporters import ExportError

    try:
        return encode()
    except PictureError as error:
        raise ExportError(str(error)) from error


CONTRACT_PICTURES = ContractPictures(check=check_picture, contract=_contract, drift=_drift)
