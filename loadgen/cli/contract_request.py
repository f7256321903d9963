"""What the command ``contract`` is asked for."""

from dataclasses import dataclass
from pathlib import Path

from loadgen.contract.bodies import Body
from servers.catalog.drifts import Drift
from servers.catalog.server_variant import ServerVariant


@dataclass(frozen=True, slots=True)
class ContractRequest:
    """Send these bodies to these applications, or change their code by ``drifts``.

    ``baseline`` is an earlier contract, or None.
    """

    applications: tuple[ServerVariant, ...]
    bodies: tuple[Body, ...]
    errors: bool
    documents: bool
    cost: bool
    clients: bool
    baseline: Path | None
    out: tuple[Path, ...]
    drifts: tuple[Drift, ...] = ()
